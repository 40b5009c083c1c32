package io.sparsesplit.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sparsesplit.trainer.train.Recipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FurtherResultsTest {

    private static final Run RUN = SampleResults.run(
            Table.FREE, "sparse 2450", Recipe.BEST, new Shape(300, List.of(60, 50), List.of(3, 15, 10)), 1, null, 97.5);

    @TempDir
    private Path folder;

    @Test
    void everyWeightIsInTheBinThatItIsIn() {
        WeightHistogram histogram =
                WeightHistogram.of(RUN, 2, new float[] {-0.12f, -0.01f, 0, 0.04f, 0.05f, 0.049f, 0.21f});
        assertThat(histogram.edges()).containsExactly(-0.15, -0.1, -0.05, 0.0, 0.05, 0.1, 0.15, 0.2, 0.25);
        assertThat(histogram.counts()).containsExactly(1, 0, 1, 3, 1, 0, 0, 1);
        assertThat(histogram.nearZero()).isEqualTo(100.0 * 4 / 7);
        assertThat(histogram.outDegree()).isEqualTo(15);
    }

    @Test
    void weightsThatAreNoneAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightHistogram.of(RUN, 1, new float[] {0, Float.NaN}))
                .withMessage("weight 1 is NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightHistogram.of(RUN, 1, new float[0]))
                .withMessage("there are no weights");
    }

    @Test
    void histogramsComeBackAsWritten() {
        List<WeightHistogram> written = List.of(WeightHistogram.of(RUN, 1, new float[] {-1.5f, 0.5f}));
        WeightHistogram.in(folder).write(written);
        assertThat(WeightHistogram.in(folder).read()).isEqualTo(written);
    }

    @Test
    void aHistogramWithoutAnEdgeIsNamed() throws Exception {
        WeightHistogram.in(folder).write(List.of(WeightHistogram.of(RUN, 1, new float[] {0.01f, 0.06f})));
        damage(WeightHistogram.FILE, "\"counts\":[1,1]", "\"counts\":[1]");
        assertThatExceptionOfType(ResultsException.class)
                .isThrownBy(() -> WeightHistogram.in(folder).read())
                .withMessageEndingWith(
                        "weights.json, object 1 (table free, row sparse 2450, recipe best, seed 1, layer 1):"
                                + " 1 bins have 2 edges, not 3");
    }

    @Test
    void aPointOfNoSplitIsNamed() throws Exception {
        ExitPoint.in(folder).write(List.of(new ExitPoint("m", "1.0.0", "test", "margin", 0.5, 90, 98, 97, 98.5)));
        damage(ExitPoint.FILE, "\"test\"", "\"train\"");
        assertThatExceptionOfType(ResultsException.class)
                .isThrownBy(() -> ExitPoint.in(folder).read())
                .withMessageEndingWith("exits.json, object 1 (model m, version 1.0.0, split train, criterion margin,"
                        + " threshold 0.5): split must be validation or test, not 'train'");
    }

    @Test
    void aSizeOfNothingIsNamed() throws Exception {
        ModelSize.in(folder).write(List.of(new ModelSize("mnist 1.0.0", 10, 40, 100, 97)));
        damage(ModelSize.FILE, "\"headBytes\":40", "\"headBytes\":0");
        assertThatExceptionOfType(ResultsException.class)
                .isThrownBy(() -> ModelSize.in(folder).read())
                .withMessageEndingWith(
                        "size.json, object 1 (model mnist 1.0.0): parameters, headBytes and manifestBytes"
                                + " must be 1 or more");
    }

    private void damage(String name, String text, String replacement) throws Exception {
        Path file = folder.resolve(name);
        String whole = Files.readString(file);
        assertThat(whole).contains(text);
        Files.writeString(file, whole.replace(text, replacement));
    }
}
