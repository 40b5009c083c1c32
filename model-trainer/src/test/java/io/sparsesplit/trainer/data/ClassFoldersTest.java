package io.sparsesplit.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sparsesplit.model.image.Fit;
import io.sparsesplit.model.image.Picture;
import io.sparsesplit.model.image.Preprocessing;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassFoldersTest {

    @TempDir
    private Path root;

    private final Random random = new Random(3);

    @Test
    void partsThatAreGivenAreTakenAsTheyAre() throws IOException {
        ColourFolder.write(root.resolve("train"), 3, 1);
        ColourFolder.write(root.resolve("validation"), 1, 2);
        ColourFolder.write(root.resolve("test"), 2, 3);
        DataCommand command = DataCommand.of(root);
        Dataset data = command.read();

        assertThat(data.labels()).isEqualTo(ColourFolder.CLASSES);
        assertThat(data.train().size()).isEqualTo(30);
        assertThat(data.validation().size()).isEqualTo(10);
        assertThat(data.test().size()).isEqualTo(20);
        assertThat(data.train().label(29)).isEqualTo(9);
        assertThat(data.split().rule()).isEqualTo("as given");
        assertThat(data.sha256()).isEmpty();
        assertThat(command.reading())
                .containsExactly(
                        "60 images of 10 classes read, 0 skipped: 30 for training, 10 for validation, 20 for test.");
    }

    @Test
    void colourFilesMakeColourPicturesNormalisedByChannel() throws IOException {
        ColourFolder.write(root, 20, 1);
        Dataset data = DataCommand.of(root).read();

        assertThat(data.preprocessing())
                .hasToString("32 x 32 colour, 3072 of 3072 samples, 3072 inputs, fitted as picture");
        double sum = 0;
        double squares = 0;
        for (int image = 0; image < data.train().size(); image++) {
            for (float input : data.preprocessing().input(data.train().picture(image))) {
                sum += input;
                squares += input * input;
            }
        }
        double count = 3072.0 * data.train().size();
        assertThat(sum / count).isBetween(-0.001, 0.001);
        assertThat(squares / count).isBetween(0.999, 1.001);
    }

    @Test
    void greyPicturesAreGreyWhateverTheirFilesSay() throws IOException {
        for (String name : List.of("a", "b")) {
            for (int i = 0; i < 20; i++) {
                write(name + "/" + i + ".png", noise(9, 7, BufferedImage.TYPE_BYTE_GRAY), "png");
                BufferedImage rgb = new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB);
                for (int pixel = 0; pixel < 63; pixel++) {
                    rgb.setRGB(pixel % 9, pixel / 9, random.nextInt(256) * 0x010101);
                }
                write(name + "/" + i + ".bmp", rgb, "bmp");
            }
        }
        Dataset data = DataCommand.of(root).read();

        assertThat(data.preprocessing().channels()).isEqualTo(Picture.GREY);
        assertThat(data.train().width()).isEqualTo(9);
        assertThat(data.train().height()).isEqualTo(7);
        assertThat(DataCommand.of(root, "--colour", "rgb").read().test().channels())
                .isEqualTo(3);
    }

    @Test
    void picturesOfManySizesBecome32By32OrWhatIsAskedFor() throws IOException {
        for (String name : List.of("a", "b")) {
            for (int i = 0; i < 20; i++) {
                write(name + "/" + i + ".png", noise(40 + i, 60, BufferedImage.TYPE_INT_RGB), "png");
            }
        }

        assertThat(DataCommand.of(root).read().train().width()).isEqualTo(32);
        Dataset asked = DataCommand.of(root, "--picture", "12x8", "--colour", "grey", "--fit", "strokes")
                .read();
        assertThat(asked.preprocessing()).hasToString("12 x 8 grey, 96 of 96 pixels, 96 inputs, fitted as strokes");
        assertThat(asked.train().picture(0)).hasSize(96);
        assertThat(asked.preprocessing().mean()).containsExactly(0);
    }

    @Test
    void dataThatIsNotDividedIsDividedByContent() throws IOException {
        ColourFolder.write(root, 60, 1);
        Dataset data = DataCommand.of(root).read();

        assertThat(data.summary().train().images()).hasSize(10).containsOnly(48);
        assertThat(data.summary().validation().images()).containsOnly(6);
        assertThat(data.summary().test().images()).containsOnly(6);
        assertThat(data.split().rule())
                .isEqualTo("80,10,10 % of each class for training, validation and test, by content, seed 1");
        assertThat(DataCommand.of(root).read().split()).isEqualTo(data.split());
        assertThat(DataCommand.of(root, "--split-seed", "2").read().split().testSha256())
                .isNotEqualTo(data.split().testSha256());
        assertThat(DataCommand.of(root, "--shares", "40,30,30")
                        .read()
                        .summary()
                        .train()
                        .images())
                .containsOnly(24);
    }

    @Test
    void mostImagesStayInTheirPartWhenOthersAreAddedAndEqualFilesStayTogether(@TempDir Path more) throws IOException {
        ColourFolder.write(root, 20, 1);
        Examples before = DataCommand.of(root).data.testExamples();
        List<String> places = places(before);
        ColourFolder.write(more, 20, 9);
        for (String name : ColourFolder.CLASSES) {
            for (int i = 0; i < 20; i++) {
                String file = "%s/%04d.jpg".formatted(name, i);
                Files.copy(root.resolve(file), root.resolve(name).resolve("copy-" + i + ".jpg"));
                Files.copy(more.resolve(file), root.resolve(name).resolve("new-" + i + ".jpg"));
            }
        }
        Examples after = DataCommand.of(root).data.testExamples();

        assertThat(places(after)).filteredOn(places::contains).hasSizeGreaterThan(places.size() * 2 / 3);
        List<String> copies = places(after).stream()
                .filter(place -> place.contains("copy-"))
                .map(place -> place.replaceFirst("copy-(\\d+)", "$1"))
                .toList();
        assertThat(places(after))
                .filteredOn(place -> place.matches(".*/\\d{4}\\.jpg"))
                .map(place -> place.replaceFirst("/0+(?=\\d)", "/"))
                .containsExactlyInAnyOrderElementsOf(copies);
        assertThat(DataCommand.of(root).read().split().testImages()).isEqualTo(after.size());
    }

    @Test
    void whereNothingIsGivenForValidationATwelfthIsHeldOutOrWhatIsAskedFor() throws IOException {
        ColourFolder.write(root.resolve("train"), 12, 1);
        ColourFolder.write(root.resolve("test"), 1, 3);

        assertThat(DataCommand.of(root).read().validation().size()).isEqualTo(10);
        Dataset asked = DataCommand.of(root, "--validation", "50").read();
        assertThat(asked.validation().size()).isEqualTo(50);
        assertThat(asked.train().size()).isEqualTo(70);
        assertThat(asked.split().rule())
                .isEqualTo("test as given, validation held out of each class of training by content, seed 1");
        refused("--validation must be 1 to 119, fewer than there are training images, not 120", "--validation", "120");
    }

    @Test
    void validationMayBeCalledValAndNothingElseBesides() throws IOException {
        ColourFolder.write(root.resolve("train"), 2, 1);
        ColourFolder.write(root.resolve("val"), 1, 2);
        ColourFolder.write(root.resolve("test"), 1, 3);

        assertThat(DataCommand.of(root).read().validation().size()).isEqualTo(10);
        refused(
                "--validation 5 is for data whose training images are given, but none for validation;"
                        + " here leave it out (--shares divides data that is not divided at all)",
                "--validation",
                "5");
        Files.createDirectory(root.resolve("validation"));
        refused(root + " has two folders for validation, val and validation: keep one of them.");
    }

    @Test
    void imagesThatCannotBeUsedAreNamedAndSkipped() throws IOException {
        ColourFolder.write(root.resolve("train"), 3, 1);
        ColourFolder.write(root.resolve("test"), 1, 3);
        byte[] cut = Files.readAllBytes(root.resolve("train/cold-bar/0000.jpg"));
        Files.write(root.resolve("train/cold-bar/cut.jpg"), Arrays.copyOf(cut, cut.length / 2));
        Files.writeString(root.resolve("train/cold-ring/notes.txt"), "three of them");
        Files.createFile(root.resolve("test/warm-bar/empty.png"));
        write("train/warm-bar/flat.png", new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB), "png");
        DataCommand command = DataCommand.of(root);
        Dataset data = command.read();

        assertThat(command.reading())
                .containsExactlyInAnyOrder(
                        "skipped train/cold-bar/cut.jpg: The JPEG image is damaged or cut short and cannot be decoded.",
                        "skipped train/cold-ring/notes.txt: The bytes are not an image that is read here: send PNG, JPEG,"
                                + " GIF, BMP or WebP.",
                        "skipped test/warm-bar/empty.png: The image is empty: send the bytes of an image file.",
                        "skipped train/warm-bar/flat.png: All pixels of the image are equally bright: there is nothing to"
                                + " classify.",
                        "40 images of 10 classes read, 4 skipped: 21 for training, 9 for validation, 10 for test.");
        assertThat(data.split().skipped()).isEqualTo(4);
    }

    @Test
    void strictRefusesTheFirstThatCannotBeUsed() throws IOException {
        ColourFolder.write(root.resolve("train"), 3, 1);
        ColourFolder.write(root.resolve("test"), 1, 3);
        Files.writeString(root.resolve("train/cold-bar/0001.jpg"), "no image");
        Files.writeString(root.resolve("train/warm-bar/0001.jpg"), "no image either");

        refused(
                "train/cold-bar/0001.jpg: The bytes are not an image that is read here: send PNG, JPEG, GIF, BMP or WebP."
                        + " (without --strict it would be skipped)",
                "--strict",
                "--validation",
                "1");
    }

    @Test
    void whatIsHiddenIsIgnoredAndWhatLiesInAWrongPlaceIsNamed() throws IOException {
        ColourFolder.write(root.resolve("train"), 3, 1);
        ColourFolder.write(root.resolve("test"), 1, 3);
        Files.writeString(root.resolve("README.txt"), "about this data");
        Files.createFile(root.resolve("train/.DS_Store"));
        Files.createFile(root.resolve("train/cold-bar/.hidden.jpg"));
        Files.createDirectories(root.resolve("train/.cache/x"));
        Files.createDirectories(root.resolve("train/cold-bar/more"));
        Files.copy(root.resolve("train/cold-bar/0000.jpg"), root.resolve("test/stray.jpg"));
        Files.createSymbolicLink(root.resolve("test/cold-bar/gone.jpg"), root.resolve("nowhere.jpg"));
        DataCommand command = DataCommand.of(root);
        command.read();

        assertThat(command.reading())
                .containsExactlyInAnyOrder(
                        "skipped train/cold-bar/more: Folders within a class's folder are not read: put its images into that"
                                + " one.",
                        "skipped test/stray.jpg: It lies in no class's folder.",
                        "skipped test/cold-bar/gone.jpg: It is neither a file nor a link to one.",
                        "left out README.txt: It lies in no class's folder.",
                        "passed over 3 files and folders that are hidden or left by operating systems.",
                        "40 images of 10 classes read, 3 skipped: 20 for training, 10 for validation, 10 for test.");
    }

    @Test
    void linksToFilesAndFoldersAreFollowed() throws IOException {
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        ColourFolder.write(elsewhere.resolve("train"), 3, 1);
        ColourFolder.write(elsewhere.resolve("test"), 1, 3);
        Path linked = Files.createDirectories(root.resolve("linked"));
        Files.createSymbolicLink(linked.resolve("test"), elsewhere.resolve("test"));
        Files.createDirectory(linked.resolve("train"));
        for (String name : ColourFolder.CLASSES.subList(1, 10)) {
            Files.createSymbolicLink(linked.resolve("train").resolve(name), elsewhere.resolve("train/" + name));
        }
        Path first = Files.createDirectory(linked.resolve("train").resolve("cold-bar"));
        for (int i = 0; i < 3; i++) {
            Path file = elsewhere.resolve("train/cold-bar/%04d.jpg".formatted(i));
            Files.createSymbolicLink(first.resolve(file.getFileName()), file);
        }

        assertThat(DataCommand.of(linked).read().split())
                .isEqualTo(DataCommand.of(elsewhere).read().split());
    }

    @Test
    void aFolderOfImagesCalledTrainIsAClass() throws IOException {
        for (String name : List.of("train", "bus")) {
            for (int i = 0; i < 40; i++) {
                write(name + "/" + i + ".png", noise(8, 8, BufferedImage.TYPE_INT_RGB), "png");
            }
        }

        assertThat(DataCommand.of(root).read().labels()).containsExactly("bus", "train");
    }

    @Test
    void namesThatAreNumbersAreOrderedAsNumbers() throws IOException {
        for (String name : List.of("10", "9", "0")) {
            for (int i = 0; i < 30; i++) {
                write(name + "/" + i + ".png", noise(8, 8, BufferedImage.TYPE_INT_RGB), "png");
            }
        }

        assertThat(DataCommand.of(root).read().labels()).containsExactly("0", "9", "10");
    }

    @Test
    void aClassWithoutTrainingImagesIsRefused() throws IOException {
        ColourFolder.write(root.resolve("train"), 3, 1);
        ColourFolder.write(root.resolve("test"), 1, 3);
        Files.createDirectory(root.resolve("train/empty"));

        refused("There are no training images of class 'empty': add some, or remove the class.");
    }

    @Test
    void aSingleClassIsRefused() throws IOException {
        write("only/1.png", noise(8, 8, BufferedImage.TYPE_INT_RGB), "png");
        write("only/2.png", noise(8, 8, BufferedImage.TYPE_INT_RGB), "png");

        refused("All images are of class 'only': a classifier needs two classes or more.");
    }

    @Test
    void aTestClassThatIsNotTrainedIsRefused() throws IOException {
        ColourFolder.write(root.resolve("train"), 3, 1);
        ColourFolder.write(root.resolve("test"), 1, 3);
        write("test/hot-bar/1.png", noise(8, 8, BufferedImage.TYPE_INT_RGB), "png");

        refused("test/hot-bar/1.png is of class 'hot-bar', which is none of the training images': "
                + String.join(", ", ColourFolder.CLASSES));
    }

    @Test
    void dataWithoutTestImagesIsRefused() throws IOException {
        ColourFolder.write(root.resolve("train"), 3, 1);

        refused("There are no test images: add some, or give data that is not divided, to be divided here.");
    }

    @Test
    void aModelKnowsItsClassesByNameInItsOwnOrder() throws IOException {
        ColourFolder.write(root.resolve("test"), 2, 3);
        DataOption data = DataCommand.of(root).data;
        List<String> reversed =
                ColourFolder.CLASSES.stream().sorted((a, b) -> b.compareTo(a)).toList();
        LabelledImages images = data.test(Preprocessing.of(Fit.PICTURE, 5, 4, Picture.GREY), reversed);

        assertThat(images.size()).isEqualTo(20);
        assertThat(images.label(0)).isEqualTo(9);
        assertThat(images.picture(0)).hasSize(20);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() ->
                        data.test(Preprocessing.of(Fit.PICTURE, 5, 4, Picture.GREY), List.of("cold-bar", "warm-bar")))
                .withMessage("test/cold-cross/0000.jpg is of class 'cold-cross', which is none of the model's:"
                        + " cold-bar, warm-bar");
    }

    @Test
    void filesAreReplayedAsTheyAre() throws IOException {
        ColourFolder.write(root.resolve("test"), 1, 3);
        Examples test = DataCommand.of(root).data.testExamples();

        assertThat(test.file(3)).isEqualTo(Files.readAllBytes(root.resolve("test/cold-ring/0000.jpg")));
        assertThat(test.label(3)).isEqualTo("cold-ring");
    }

    private void refused(String message, String... options) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataCommand.of(root, options).read())
                .withMessage(message);
    }

    private static List<String> places(Examples examples) {
        return IntStream.range(0, examples.size()).mapToObj(examples::place).toList();
    }

    private BufferedImage noise(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int band = 0; band < image.getRaster().getNumBands(); band++) {
                    image.getRaster().setSample(x, y, band, random.nextInt(256));
                }
            }
        }
        return image;
    }

    private void write(String name, BufferedImage image, String format) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, ColourFolder.file(image, format));
    }
}
