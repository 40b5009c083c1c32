package io.sparsesplit.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sparsesplit.trainer.train.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFilesTest {

    @TempDir
    private Path root;

    private final Random random = new Random(11);

    @Test
    void theSameImagesAreTheSameDataAsCsvAndAsIdx() throws IOException {
        LabelledImages train = ToyImages.bars(120, 8, 5, 1);
        LabelledImages test = ToyImages.bars(30, 8, 5, 2);
        IdxFolder.write(root.resolve("idx"), train.range(0, 100), test);
        write("csv/train.csv", header(64), lines(train.range(0, 90)));
        write("csv/val.csv", header(64), lines(train.range(90, 100)));
        write("csv/test.csv", header(64), lines(test));
        Dataset idx = DataCommand.of(root.resolve("idx"), "--validation", "10").read();
        Dataset csv = DataCommand.of(root.resolve("csv")).read();

        assertThat(csv.labels()).containsExactly("0", "1", "2", "3", "4").isEqualTo(idx.labels());
        assertThat(csv.preprocessing()).isEqualTo(idx.preprocessing());
        assertThat(csv.split().trainSha256()).isEqualTo(idx.split().trainSha256());
        assertThat(csv.split().validationSha256()).isEqualTo(idx.split().validationSha256());
        assertThat(csv.split().testSha256()).isEqualTo(idx.split().testSha256());
        assertThat(csv.sha256()).containsOnlyKeys("train.csv", "val.csv", "test.csv");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "label,1x1,1x2,2x1,2x2\n",
                "Class, a, b, c, d\n",
                "0,1000,1001,1002,1003\n",
                "\uFEFFlabel,0,1,2,3\n"
            })
    void aHeaderIsToldFromAnImage(String header) throws IOException {
        write("data.csv", header, images(40));

        assertThat(DataCommand.of(root.resolve("data.csv")).read().labels()).containsExactly("cat", "dog");
    }

    @Test
    void theLabelIsWhereTheHeaderOrTheOptionSaysItIs() throws IOException {
        write("named.csv", "a,b,label,c,d\n", "9,8,cat,7,6\n1,2,dog,3,4\n");
        write("last.csv", "", "9,8,7,6,cat\n1,2,3,4,dog\n");
        write("other.csv", "a,b,c,d,kind\n", "9,8,7,6,cat\n1,2,3,4,dog\n");

        Examples named = read("named.csv", null);
        assertThat(List.of(named.label(0), named.label(1))).containsExactly("cat", "dog");
        assertThat(named.content(0)).containsExactly(9, 8, 7, 6);
        assertThat(named.place(1)).isEqualTo("line 3 of named.csv");
        assertThat(read("last.csv", "last").content(1)).containsExactly(1, 2, 3, 4);
        assertThat(read("last.csv", "last").place(1)).isEqualTo("line 2 of last.csv");
        assertThat(read("other.csv", "kind").label(1)).isEqualTo("dog");
        assertThat(read("other.csv", "last").label(1)).isEqualTo("dog");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> read("other.csv", "species"))
                .withMessage(
                        "%s has no column 'species': its header begins with a; --label-column takes first, last or a name in"
                                + " the header",
                        root.resolve("other.csv"));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> read("last.csv", "species"))
                .withMessageContaining("last.csv has no column 'species' and no header;");
    }

    @Test
    void fieldsMayBeQuoted() throws IOException {
        write("data.csv", "label,p,q,r,s\n", "\"cat, \"\"big\"\"\",\"1\", 2,3,4\r\n\r\ndog,5,6,7,8");
        Examples examples = read("data.csv", null);

        assertThat(examples.label(0)).isEqualTo("cat, \"big\"");
        assertThat(examples.content(1)).containsExactly(5, 6, 7, 8);
        assertThat(examples.size()).isEqualTo(2);
    }

    @Test
    void linesThatCannotBeUsedAreNamedAndSkipped() throws IOException {
        write(
                "data.csv",
                "label,p,q,r,s\n",
                images(60) + "cat,1,2,3\ncat,1,2,x,4\ndog,1,2,3,256\n,1,2,3,4\ncat,7,7,7,7\n");
        DataCommand command = DataCommand.of(root.resolve("data.csv"));
        Dataset data = command.read();

        assertThat(command.reading())
                .contains(
                        "skipped line 62 of data.csv: It has 4 fields instead of 5.",
                        "skipped line 63 of data.csv: Pixel 2 is 'x' instead of a whole number of 0 to 255.",
                        "skipped line 64 of data.csv: Pixel 3 is '256' instead of a whole number of 0 to 255.",
                        "skipped line 65 of data.csv: It has no label.",
                        "skipped line 66 of data.csv: All pixels of the image are equally bright: there is nothing to"
                                + " classify.")
                .last()
                .asString()
                .startsWith("60 images of 2 classes read, 5 skipped: ");
        assertThat(data.split().skipped()).isEqualTo(5);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() ->
                        DataCommand.of(root.resolve("data.csv"), "--strict").read())
                .withMessage(
                        "line 62 of data.csv: It has 4 fields instead of 5. (without --strict it would be skipped)");
    }

    @Test
    void picturesThatAreNoSquaresNeedTheirSize() throws IOException {
        write("data.csv", "", "cat,1,2,3,4,5,6\ndog,1,2,3,4,5,7\n");
        Path file = root.resolve("data.csv");

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataCommand.of(file).read())
                .withMessage(
                        "%s has 6 pixels a line, which is no square: give their size with --csv-picture WIDTHxHEIGHT",
                        file);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataCommand.of(file, "--csv-picture", "2x4").read())
                .withMessage("%s has 6 pixels a line, which are not the 2x4 of --csv-picture", file);
        assertThat(CsvFile.read(file, new CsvLayout(null, new Size(3, 2)), strict())
                        .examples()
                        .defaults())
                .hasToString("3 x 2 grey, 6 of 6 pixels, 6 inputs, fitted as strokes");
    }

    @Test
    void aSingleFileIsDividedByContent() throws IOException {
        write("all.csv", "", images(300));
        Dataset data = DataCommand.of(root).read();

        assertThat(data.train().size()).isBetween(210, 270);
        assertThat(data.split().rule()).startsWith("80,10,10 % ");
        assertThat(data.sha256()).containsOnlyKeys("all.csv");
    }

    @Test
    void trainingAndTestAreToldByTheEndsOfTheirNames() throws IOException {
        write("pets_train.csv", "", images(100));
        write("pets_test.csv", "", images(20));

        Dataset data = DataCommand.of(root).read();
        assertThat(data.test().size()).isEqualTo(20);
        assertThat(data.validation().size()).isEqualTo(8);
        write("train.csv", "", images(9));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataCommand.of(root).read())
                .withMessage(
                        "%s has two files that end with train.csv or training.csv: pets_train.csv and train.csv. Keep one"
                                + " of them.",
                        root);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | is empty.",
                "'cat\ndog' | has one field in its first line: wanted are a label and pixels, separated by commas."
            })
    void filesWithoutImagesAreRefused(String content, String reason) throws IOException {
        write("data.csv", "", content);

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataCommand.of(root).read())
                .withMessage("%s %s", root.resolve("data.csv"), reason);
    }

    @Test
    void bytesThatAreNoTextAreNoCsv() throws IOException {
        byte[] bytes = new byte[5000];
        random.nextBytes(bytes);
        Files.write(root.resolve("data.csv"), bytes);

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataCommand.of(root).read())
                .withMessageStartingWith(root.resolve("data.csv").toString());
    }

    @Test
    void severalFilesOfUnknownPurposeAreRefused() throws IOException {
        write("a.csv", "", images(9));
        write("b.csv", "", images(9));

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataCommand.of(root).read())
                .withMessage(
                        "%s has several CSV files, but not one that ends with train.csv and one with test.csv.", root);
    }

    private Examples read(String name, @Nullable String labelColumn) {
        return CsvFile.read(root.resolve(name), new CsvLayout(labelColumn, null), strict())
                .examples();
    }

    private static SkippedImages strict() {
        return new SkippedImages(new PrintWriter(Writer.nullWriter()), true);
    }

    private void write(String name, String header, String lines) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, header + lines);
    }

    /** So many different images of 2 x 2 pixels. */
    private String images(int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add("%s,%d,%d,%d,%d\n"
                    .formatted(
                            i % 2 == 0 ? "cat" : "dog",
                            i % 100,
                            random.nextInt(256),
                            random.nextInt(256),
                            100 + i / 100));
        }
        return String.join("", lines);
    }

    private static String header(int pixels) {
        return "label," + IntStream.range(0, pixels).mapToObj(i -> "pixel" + i).collect(Collectors.joining(",")) + "\n";
    }

    private static String lines(LabelledImages images) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < images.size(); i++) {
            lines.append(images.label(i));
            for (byte pixel : images.picture(i)) {
                lines.append(',').append(Byte.toUnsignedInt(pixel));
            }
            lines.append('\n');
        }
        return lines.toString();
    }
}
