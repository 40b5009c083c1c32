package io.sparsesplit.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sparsesplit.trainer.train.Recipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {

    private static final Shape SHAPE = new Shape(300, List.of(60, 50), List.of(3, 15, 10));

    @TempDir
    private Path folder;

    @Test
    void thereAreNoneBeforeTheFirst() {
        assertThat(Runs.read(folder).all()).isEmpty();
    }

    @Test
    void aRunIsInTheFileAsSoonAsItIsAdded() {
        Run run = run(1, 97.5);
        Runs.read(folder).add(run);
        assertThat(Runs.read(folder).all()).containsExactly(run);
    }

    @Test
    void anInterruptedReproductionKnowsWhatItHas() {
        Run run = run(1, 97.5);
        Runs runs = Runs.read(folder);
        runs.add(run);
        assertThat(runs.has(Table.FREE, "sparse 2450", Recipe.BEST, 1, run.command()))
                .isTrue();
        assertThat(runs.has(Table.FREE, "sparse 2450", Recipe.BEST, 2, run.command()))
                .isFalse();
        assertThat(runs.has(Table.FREE, "sparse 2450", Recipe.PAPER, 1, run.command()))
                .isFalse();
        assertThat(runs.has(Table.I, "sparse 2450", Recipe.BEST, 1, run.command()))
                .isFalse();
        assertThat(runs.has(Table.FREE, "sparse 2450", Recipe.BEST, 1, run.command() + " --epochs 1"))
                .as("made by another command")
                .isFalse();
    }

    @Test
    void aRunMadeAnewTakesThePlaceOfTheOld() {
        Runs runs = Runs.read(folder);
        runs.add(run(1, 97.5));
        runs.add(run(2, 97.6));
        runs.add(run(1, 97.7));
        assertThat(Runs.read(folder).all()).extracting(Run::testAccuracy).containsExactly(97.7, 97.6);
    }

    @Test
    void theFileDoesNotDependOnTheOrderOfRuns() throws Exception {
        Path other = folder.resolve("other");
        for (long seed : new long[] {1, 2, 3}) {
            Runs.read(folder).add(run(seed, 97.5));
            Runs.read(other).add(run(4 - seed, 97.5));
        }
        assertThat(other.resolve(Runs.FILE)).hasSameBinaryContentAs(folder.resolve(Runs.FILE));
        assertThat(Files.readAllLines(other.resolve(Runs.FILE))).hasSize(5);
    }

    @Test
    void fieldsAreNamedAsPromised() throws Exception {
        Runs.read(folder).add(run(7, 97.5));
        assertThat(folder.resolve(Runs.FILE)).hasContent("""
                [
                {"table":"free","row":"sparse 2450","recipe":"best","hidden":[60,50],"outDegree":[3,15,10],"inputs":300,\
                "picture":"28x28","parameters":2420,"seed":7,"epochs":80,"split":"train 0-59999, test 0-9999",\
                "trainImages":60000,"validationImages":0,"testImages":10000,"validationAccuracy":null,"testAccuracy":97.5,\
                "command":"sparsesplit train --sample --inputs 300 --seed 7"}
                ]
                """);
    }

    @Test
    void aFileCutShortIsDamaged() throws Exception {
        damage("\"testAccuracy\":97.5", "\"testAcc");
        assertRefused().withMessageContaining("reproduce.json is damaged in line 2: ");
    }

    @Test
    void anObjectOfSomethingElseIsRefused() throws Exception {
        Files.writeString(folder.resolve(Runs.FILE), "[1]");
        assertRefused().withMessageEndingWith("reproduce.json, object 1: field 'table' is missing");
    }

    @Test
    void aFileOfSomethingElseIsRefused() throws Exception {
        Files.writeString(folder.resolve(Runs.FILE), "{}");
        assertRefused().withMessageEndingWith("reproduce.json is not an array of objects");
    }

    @Test
    void unknownFieldIsNamedWithItsRun() throws Exception {
        damage("\"epochs\"", "\"epoch\"");
        assertRefused()
                .withMessageEndingWith("reproduce.json, object 1 (table free, row sparse 2450, recipe best, seed 1):"
                        + " there is no field 'epoch'");
    }

    @Test
    void missingFieldIsNamedWithItsRun() throws Exception {
        damage("\"epochs\":80,", "");
        assertRefused()
                .withMessageEndingWith(
                        "object 1 (table free, row sparse 2450, recipe best, seed 1): field 'epochs' is missing");
    }

    @Test
    void wrongTypeIsNamedWithItsField() throws Exception {
        damage("\"seed\":1,", "\"seed\":\"one\",");
        assertRefused().withMessageContaining("seed one): field 'seed': ");
    }

    @Test
    void nameOfNoTextIsRefused() throws Exception {
        damage("\"row\":\"sparse 2450\"", "\"row\":{}");
        assertRefused().withMessageContaining("(table free, row ?, recipe best, seed 1): field 'row': ");
    }

    @Test
    void unknownTableIsNamed() throws Exception {
        damage("\"free\"", "\"III\"");
        assertRefused().withMessageContaining("(table III, row sparse 2450, recipe best, seed 1): field 'table': ");
    }

    @Test
    void contradictionIsNamedWithItsRun() throws Exception {
        damage("\"parameters\":2420", "\"parameters\":2400");
        assertRefused()
                .withMessageEndingWith("recipe best, seed 1): a network of this shape has 2420 parameters, not 2400");
    }

    @Test
    void nullIsRefusedWhereItSaysNothing() throws Exception {
        damage("\"split\":\"train 0-59999, test 0-9999\"", "\"split\":null");
        assertRefused().withMessageContaining("recipe best, seed 1): ").withMessageContaining("split");
    }

    @Test
    void theSameRunTwiceIsRefused() throws Exception {
        Run run = run(1, 97.5);
        new RecordFile<>(folder.resolve(Runs.FILE), Run.class).write(List.of(run, run));
        assertRefused()
                .withMessageEndingWith(
                        "reproduce.json has two runs of table free, row sparse 2450, recipe best, seed 1:"
                                + " delete one of them");
    }

    private void damage(String text, String replacement) throws Exception {
        Runs.read(folder).add(run(1, 97.5));
        Path file = folder.resolve(Runs.FILE);
        String whole = Files.readString(file);
        assertThat(whole).contains(text);
        Files.writeString(file, whole.replace(text, replacement));
    }

    private ThrowableAssertAlternative<ResultsException> assertRefused() {
        return assertThatExceptionOfType(ResultsException.class).isThrownBy(() -> Runs.read(folder));
    }

    private static Run run(long seed, double accuracy) {
        return SampleResults.run(Table.FREE, "sparse 2450", Recipe.BEST, SHAPE, seed, null, accuracy);
    }
}
