package io.sparsesplit.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvColumnsTest {

    @TempDir
    private Path root;

    private final Random random = new Random(5);
    private final StringWriter log = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"label", "Labels", "TARGET", "class", "y"})
    void theLabelIsFoundByTheNamesThatToolsGiveIt(String name) throws IOException {
        write("a,b,%s,c,d\n".formatted(name), i -> "%1$s,%2$s,%5$d,%3$s,%4$s\n", i -> i % 3);

        assertThat(read(null).label(4)).isEqualTo("1");
        assertThat(log.toString()).isEqualTo("data.csv: labels are in column '%s', by its name.%n".formatted(name));
    }

    @Test
    void withoutAHeaderTheLabelIsTheEndThatHoldsNoPixels() throws IOException {
        write("", i -> "%s,%s,%s,%s,cat%d\n", i -> i % 2);

        assertThat(read(null).label(1)).isEqualTo("cat1");
        assertThat(log.toString())
                .isEqualTo("data.csv: labels are in column 5 of 5, which holds no pixels.%n".formatted());
    }

    @Test
    void numbersAreLabelsAtTheEndWithAFewDifferentOnes() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            lines.append(
                    "0,%d,%d,%d,%d%n".formatted(random.nextInt(256), random.nextInt(256), random.nextInt(256), i % 10));
        }
        Files.writeString(root.resolve("data.csv"), lines);

        assertThat(read(null).label(7)).isEqualTo("7");
        assertThat(log.toString())
                .contains("labels are in column 5 of 5, for its 10 different values; --label-column names another.");
    }

    @Test
    void aPixelColumnIsNoLabel() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 600; i++) {
            lines.append("%d,%d,%d,%d,%d%n"
                    .formatted(
                            i % 200,
                            random.nextInt(256),
                            random.nextInt(256),
                            random.nextInt(256),
                            random.nextInt(256)));
        }
        Files.writeString(root.resolve("data.csv"), lines);

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> read(null))
                .withMessage(
                        "%s: column 1 of 5 would hold the labels, but has 200 different values in 600 lines, as a pixel has:"
                                + " name the column of the labels with --label-column (first, last or its name in the header)",
                        root.resolve("data.csv"));
        assertThat(read("first").label(3)).isEqualTo("3");
    }

    @Test
    void aLabelForEachImageIsNone() throws IOException {
        write("label,p0,p1,p2,p3\n", i -> "%5$d,%1$s,%2$s,%3$s,%4$s\n", i -> i);

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> read(null))
                .withMessageContaining(
                        "column 'label' would hold the labels, but has 40 different values in 40 lines: name the column");
    }

    @Test
    void otherColumnsAreNamedAndLeftOut() throws IOException {
        write("id,p0,p1,p2,p3,file,species\n", i -> "%6$d,%1$s,%2$s,%3$s,%4$s,%6$d.png,%5$d\n", i -> i % 2);

        Examples examples = read("species");
        assertThat(examples.content(0)).hasSize(4);
        assertThat(log.toString().lines())
                .containsExactly(
                        "data.csv: labels are in column 'species', by --label-column.",
                        "data.csv: column 'id', column 'file' hold no pixels and are left out.");
    }

    @ParameterizedTest
    @ValueSource(strings = {";", "\t"})
    void otherSeparatorsAreRead(String separator) throws IOException {
        write(
                "label,p0,p1,p2,p3\n".replace(",", separator),
                i -> "%5$d,%1$s,%2$s,%3$s,%4$s\n".replace(",", separator),
                i -> i % 2);

        assertThat(read(null).content(0)).hasSize(4);
    }

    @Test
    void wholeNumbersMayBeWrittenAsFloats() throws IOException {
        Files.writeString(
                root.resolve("data.csv"), "3.0,17.0,0.00,2.55e2,1.000000000000000000e+01\n4.0,1,2,3,4\n3.0,1,2,3,5\n");
        Examples examples = read(null);

        assertThat(examples.label(0)).isEqualTo("3");
        assertThat(examples.content(0)).containsExactly(17, 0, 255, 10);
    }

    @Test
    void sharesOfFullBrightnessAreScaledAndThatIsSaid() throws IOException {
        Files.writeString(root.resolve("data.csv"), "label,a,b,c,d\nx,0.0,0.5,1.0,0.25\nz,0,1,0.1,2\nx,0,1,0,0.1\n");
        Files.writeString(root.resolve("shares.csv"), "label,a,b,c,d\nx,0.0,0.5,1.0,0.25\nz,0,1,0.1,0.2\n");

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> read(null))
                .withMessage(
                        "%s has pixels with fractions beside ones above 1: wanted are whole numbers of 0 to 255, or shares of"
                                + " 0 to 1 throughout.",
                        root.resolve("data.csv"));
        assertThat(read("shares.csv", null).content(0)).containsExactly(0, 128, 255, 64);
        assertThat(log.toString())
                .contains("shares.csv: brightness is written as shares of 0 to 1, and read times 255.");
    }

    @Test
    void numbersBelowZeroAreRefused() throws IOException {
        Files.writeString(root.resolve("data.csv"), "label,a,b,c,d\nx,0.0,0.5,-1.0,0.25\nz,0,1,0.1,0.2\n");

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> read(null))
                .withMessageContaining("has pixels with fractions or below 0: wanted are");
    }

    private Examples read(@Nullable String labelColumn) {
        return read("data.csv", labelColumn);
    }

    private Examples read(String name, @Nullable String labelColumn) {
        return CsvFile.read(
                        root.resolve(name),
                        new CsvLayout(labelColumn, null),
                        new SkippedImages(new PrintWriter(log), true))
                .examples();
    }

    /** Forty lines of four random pixels, the label and the line's number. */
    private void write(String header, IntFunction<String> format, IntFunction<Integer> label) throws IOException {
        StringBuilder lines = new StringBuilder(header);
        for (int i = 0; i < 40; i++) {
            lines.append(String.format(
                    Locale.ROOT,
                    format.apply(i),
                    random.nextInt(256),
                    random.nextInt(256),
                    random.nextInt(256),
                    random.nextInt(256),
                    label.apply(i),
                    1000 + i));
        }
        Files.writeString(root.resolve("data.csv"), lines);
    }
}
