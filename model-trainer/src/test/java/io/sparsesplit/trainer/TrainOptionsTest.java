package io.sparsesplit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.trainer.data.IdxFolder;
import io.sparsesplit.trainer.train.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the options of {@code train} make of a network, and what its manifest says of them. */
class TrainOptionsTest {

    private static final String SMALL = "--config 100,20,32,6 --out-degree 1,32,6 --split 1";

    @TempDir
    private static Path data;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path repository;

    @BeforeAll
    static void writeData() throws IOException {
        IdxFolder.write(data.resolve("six"), ToyImages.bars(400, 10, 6, 1), ToyImages.bars(100, 10, 6, 2));
        IdxFolder.write(data.resolve("five"), ToyImages.bars(400, 10, 5, 1), ToyImages.bars(100, 10, 5, 2));
    }

    @Test
    void thePapersRecipeIsTheReferences() {
        assertThat(train("six", SMALL + " --recipe paper --epochs 2"))
                .as(err.toString())
                .isZero();
        assertThat(command("mnist"))
                .contains(" --pattern random,dense,dense ")
                .contains(" --recipe paper --epochs 2 --batch 256 --lr 0.001 --weight-decay 0.0 --augment 0.0 ");
    }

    @Test
    void theBestRecipeHasReceptiveFieldsFirst() {
        assertThat(train("six", SMALL + " --epochs 2")).as(err.toString()).isZero();
        assertThat(command("mnist"))
                .contains(" --pattern local,dense,dense ")
                .contains(" --recipe best --epochs 2 --batch 128 --lr 0.02 --weight-decay 0.05 --augment 0.3 ");
    }

    @Test
    void theEdgeKeepsTheBudget() {
        assertThat(train("six", "--budget 700 --tail 24 --epochs 2"))
                .as(err.toString())
                .isZero();
        assertThat(edge("mnist").head().parameters()).isBetween(595, 700);
        assertThat(edge("mnist").manifest().preprocessing().width()).isBetween(5, 10);
    }

    /** The command in the manifest has the network as it became, and makes it again. */
    @Test
    void theRecordedCommandMakesTheSameModel() {
        assertThat(train("six", "--budget 700 --tail 24 --epochs 2"))
                .as(err.toString())
                .isZero();
        String recorded = command("mnist");
        String fingerprint = edge("mnist").fingerprint().toString();
        Path again = repository.resolve("again");
        List<String> arguments = new ArrayList<>(Arrays.asList(recorded.split(" ")));
        assertThat(arguments.remove(0)).isEqualTo("sparsesplit");
        arguments.addAll(List.of("--force", "--data", data.resolve("six").toString(), "--out", again.toString()));
        assertThat(execute(arguments)).as(err.toString()).isZero();
        assertThat(new ModelRepository(again).loadEdge("mnist", "1.0.0").fingerprint())
                .hasToString(fingerprint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--config 100,20,32,6                             | --config needs --out-degree, one for each junction",
                "--out-degree 1,32,6                              | --out-degree needs --config, the neurons of each layer",
                "--budget 700 --config 100,20,6 --out-degree 1,6  | --budget proposes what --config says: give one of them",
                "--budget 50                                      | --budget must be 200 to 10000000 parameters, not 50",
                "--config 100,6 --out-degree 6                    | --config needs at least inputs, one hidden layer and classes",
                "--config 100,20,32,5 --out-degree 1,32,5         | --config ends with 5 classes, but the data has 6",
                "--budget 700 --epochs 0                          | --epochs must be 1 or more, not 0",
                "--budget 700 --augment 1.5                       | --augment must be 0 to 1, not 1.5",
                "--config 110,20,6 --out-degree 2,6 --pattern local --epochs 1"
                        + " | a local pattern needs to know where its inputs lie: it fits the first junction alone"
            })
    void optionsThatDoNotFitAreRefused(String options, String sentence) {
        assertThat(train("six", options)).isEqualTo(1);
        assertThat(err.toString()).contains(sentence);
        assertThat(repository).isEmptyDirectory();
    }

    @Test
    void anUnknownRecipeIsRefusedByName() {
        assertThat(train("six", SMALL + " --recipe beste")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no recipe 'beste'; choose one of paper, best");
    }

    @ParameterizedTest
    @EnumSource
    void twoExitsAreTrainedPublishedAndEvaluatedByEveryCriterion(Criterion criterion) {
        assertThat(train(
                        "six",
                        "--config 100,40,20,32,6 --out-degree 2,5,32,6 --split 2 --exit-after 1,2 --epochs 10 --batch 50"
                                + " --max-loss 10 --criterion " + criterion))
                .as(err.toString())
                .isZero();
        assertThat(edge("mnist").head().exits())
                .hasSize(2)
                .allSatisfy(exit -> assertThat(exit.criterion()).isEqualTo(criterion))
                .satisfiesExactly(
                        first -> assertThat(first.afterLayer()).isEqualTo(1),
                        last -> assertThat(last.afterLayer()).isEqualTo(2));
        assertThat(command("mnist")).contains(" --split 2 --exit-after 1,2 ", " --criterion " + criterion + " ");
        assertThat(execute(List.of("evaluate", model("mnist").toString(), "--data", data("six"))))
                .as(err.toString())
                .isZero();
    }

    @Test
    void aTeacherIsRecordedInTheCommand() {
        assertThat(train("six", "--config 100,32,32,6 --out-degree 32,32,6 --name teacher --epochs 8 --batch 50"))
                .as(err.toString())
                .isZero();
        assertThat(train(
                        "six", SMALL + " --name student --epochs 2 --teacher-share 0.75 --teacher " + model("teacher")))
                .as(err.toString())
                .isZero();
        assertThat(command("student")).contains(" --teacher " + model("teacher") + " --teacher-share 0.75 ");
        assertThat(train("six", SMALL + " --name alone --epochs 2")).isZero();
        assertThat(edge("student").head().layers().get(0).weights())
                .isNotEqualTo(edge("alone").head().layers().get(0).weights());
    }

    @Test
    void aTeacherOfOtherClassesIsRefused() {
        assertThat(train("five", "--config 100,20,5 --out-degree 1,5 --name five --epochs 1"))
                .as(err.toString())
                .isZero();
        assertThat(train("six", SMALL + " --epochs 1 --teacher " + model("five")))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("the teacher knows the classes [0, 1, 2, 3, 4], but the data has [0, 1, 2, 3, 4, 5]");
    }

    @Test
    void aTeacherHasAShare() {
        assertThat(train("six", SMALL + " --epochs 1 --teacher somewhere --teacher-share 1.5"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("--teacher-share must be 0 to 1, not 1.5");
    }

    private static String data(String name) {
        return data.resolve(name).toString();
    }

    private Path model(String name) {
        return repository.resolve(name).resolve("1.0.0");
    }

    private EdgeModel edge(String name) {
        return new ModelRepository(repository).loadEdge(name, "1.0.0");
    }

    private String command(String name) {
        return edge(name).manifest().training().command();
    }

    private int train(String dataset, String options) {
        List<String> arguments =
                new ArrayList<>(List.of("train", "--force", "--data", data(dataset), "--out", repository.toString()));
        arguments.addAll(List.of(options.trim().split(" +")));
        return execute(arguments);
    }

    private int execute(List<String> arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }
}
