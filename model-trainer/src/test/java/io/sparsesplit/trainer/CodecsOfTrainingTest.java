package io.sparsesplit.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.Frame;
import io.sparsesplit.trainer.data.IdxFolder;
import io.sparsesplit.trainer.train.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code train}, {@code evaluate} and {@code inspect} make of the ways for features to travel. */
class CodecsOfTrainingTest {

    private static final String SMALL = "--config 100,20,32,6 --out-degree 1,32,6 --split 1 --epochs 6 --batch 50";
    private static final int FEATURES = 20;

    @TempDir
    private static Path data;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path repository;

    @BeforeAll
    static void writeData() throws IOException {
        IdxFolder.write(data, ToyImages.bars(400, 10, 6, 1), ToyImages.bars(100, 10, 6, 2));
    }

    @ParameterizedTest
    @EnumSource
    void everyCodecIsTrainedPublishedEvaluatedAndInspected(Codec codec) {
        train("--bits 2 --compress-epochs 2 --codec " + codec);
        EdgeModel model = edge();
        assertThat(model.codecs().standard().codec()).isEqualTo(codec);
        assertThat(model.codecs().classes()).isEqualTo(codec == Codec.ENTROPY ? 6 : 0);
        double[] sent = evaluated(codec);
        double ideal = sent[0];
        double payload = sent[1];
        // An entropy code may save part of its last byte, since what follows an end is known.
        assertThat(payload).isGreaterThanOrEqualTo(codec == Codec.ENTROPY ? ideal - 0.5 : ideal);
        assertThat(sent[2]).isCloseTo(payload + Frame.OVERHEAD_BYTES, within(0.011));
        switch (codec) {
            case FLOAT32 -> assertThat(payload).isEqualTo(FEATURES * Float.BYTES);
            case UINT8 -> assertThat(payload).isEqualTo(FEATURES);
            case PACKED -> assertThat(payload).isLessThanOrEqualTo(FEATURES * 2 / 8.0);
            case ENTROPY -> assertThat(payload).isLessThan(FEATURES * 2 / 8.0);
            default -> assertThat(payload).isPositive();
        }

        String inspected = run("inspect " + repository.resolve("mnist/1.0.0"));
        assertThat(inspected).contains("codec       %s, 20 features; offers float32".formatted(codec));
        assertThat(inspected)
                .contains("exit class  " + (codec == Codec.ENTROPY ? "one of 6, travels" : "does not travel"));
        assertThat(inspected.contains("levels      4 at most, ")).isEqualTo(codec != Codec.FLOAT32);
        Matcher prior = Pattern.compile("prior +120 tables of (\\d+) frequencies in all; expects (\\S+) bytes")
                .matcher(inspected);
        assertThat(prior.find()).isEqualTo(codec == Codec.ENTROPY);
        if (codec == Codec.ENTROPY) {
            assertThat(Integer.parseInt(prior.group(1))).isBetween(120, 480);
            // It is about the doubted images held out, the test asks all others.
            assertThat(Double.parseDouble(prior.group(2))).isBetween(0.9 * ideal, 3 * ideal);
        }
    }

    @ParameterizedTest
    @CsvSource({"--exit-class,6", "--no-exit-class,0"})
    void aBottleneckIsTheLastLayerOfTheHead(String option, int classes) {
        train("--bits 2 --bottleneck 8 --freeze-head --own-share 0.5 " + option);
        EdgeModel model = edge();
        assertThat(model.head().layers()).hasSize(2);
        assertThat(model.head().exits())
                .singleElement()
                .satisfies(exit -> assertThat(exit.afterLayer()).isEqualTo(1));
        assertThat(model.codecs().features()).isEqualTo(8);
        assertThat(model.codecs().classes()).isEqualTo(classes);
        assertThat(evaluated(Codec.ENTROPY)[1]).isLessThan(8);
        assertThat(model.manifest().training().command())
                .contains(" --codec entropy --bits 2 --bottleneck 8 " + option
                        + " --compress-epochs 4 --beta 5.0E-4 --own-share 0.5 --freeze-head ");
    }

    @Test
    void theRecordedCommandMakesTheSameModel() {
        train("--bits 2 --bottleneck 8 --own-share 0.5 --beta 0.002");
        EdgeModel model = edge();
        Path again = repository.resolve("again");
        run("%s --force --data %s --out %s"
                .formatted(model.manifest().training().command().replaceFirst("^sparsesplit ", ""), data, again));
        assertThat(new ModelRepository(again).loadEdge("mnist", "1.0.0").fingerprint())
                .isEqualTo(model.fingerprint());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--bits 9                        | --bits must be 1 to 8, not 9",
                "--bottleneck -1                 | --bottleneck must be 1 or more, or 0 for none, not -1",
                "--bottleneck 20                 | --bottleneck must be narrower than the 20 features at the split, not 20",
                "--beta 2                        | --beta must be 0 to 1, not 2.0",
                "--beta 0.1 --codec packed       | --beta needs --codec entropy: what it teaches is what that codec's"
                        + " tables charge, not what packed takes",
                "--beta 0.1 --compress-epochs 0  | --beta makes bits dear in the last phase: it needs --compress-epochs",
                "--own-share 1.5                 | --own-share must be 0 to 1, not 1.5",
                "--own-share 0.5 --codec uint8   | --own-share is learned in the last phase: it needs --compress-epochs",
                "--freeze-head --codec uint8     | --freeze-head leaves the edge as it is in the last phase: it needs"
                        + " --compress-epochs",
                "--compress-epochs -1            | --compress-epochs must be 0 or more, not -1"
            })
    void optionsThatDoNotFitAreRefusedBeforeAnyWork(String options, String sentence) {
        assertThat(execute("train --data %s --out %s %s %s".formatted(data, repository, SMALL, options)))
                .isEqualTo(1);
        assertThat(err.toString()).contains(sentence).doesNotContain("parameters;");
        assertThat(repository).isEmptyDirectory();
    }

    @Test
    void aSparseTailCannotReadTheExitsClass() {
        String sparse = "train --data %s --out %s --config 100,20,32,6 --out-degree 1,8,6 --split 1 --epochs 2 "
                .formatted(data, repository);
        assertThat(execute(sparse)).isEqualTo(1);
        assertThat(err.toString())
                .contains("the exit's class is read by all neurons of the tail's first layer, but junction 2 has"
                        + " out-degree 8: make it 32, or say --no-exit-class");
        run(sparse + "--force --no-exit-class");
        assertThat(edge().codecs().classes()).isZero();
    }

    private void train(String options) {
        run("train --force --data %s --out %s %s %s".formatted(data, repository, SMALL, options));
    }

    /** Of all test images: bytes of an ideal code, of payloads and of frames. */
    private double[] evaluated(Codec codec) {
        String printed = run("evaluate %s --data %s".formatted(repository.resolve("mnist/1.0.0"), data));
        assertThat(printed).containsPattern("as %s +ideal code +payload +frame".formatted(codec));
        Matcher row = Pattern.compile("per image, if all were sent +(\\S+) +(\\S+) +(\\S+)")
                .matcher(printed);
        assertThat(row.find()).isTrue();
        return new double[] {
            Double.parseDouble(row.group(1)), Double.parseDouble(row.group(2)), Double.parseDouble(row.group(3))
        };
    }

    private EdgeModel edge() {
        return new ModelRepository(repository).loadEdge("mnist", "1.0.0");
    }

    private String run(String command) {
        assertThat(execute(command)).as(err.toString()).isZero();
        return out.toString();
    }

    private int execute(String command) {
        List<String> arguments = new ArrayList<>(Arrays.asList(command.trim().split(" +")));
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }
}
