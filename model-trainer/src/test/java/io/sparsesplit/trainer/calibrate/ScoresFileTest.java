package io.sparsesplit.trainer.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoresFileTest {

    private static final String DIGEST = "0a".repeat(32);

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Scores scores = scores(2, 13, 3);
        Scores read = ScoresFile.read(written(scores), DIGEST);
        assertThat(read.exits()).isEqualTo(2);
        assertThat(read.images()).isEqualTo(13);
        for (int image = 0; image < 13; image++) {
            assertThat(read.logits(0, image)).isEqualTo(scores.logits(0, image));
            assertThat(read.logits(1, image)).isEqualTo(scores.logits(1, image));
            assertThat(read.tailClass(image)).isEqualTo(scores.tailClass(image));
            assertThat(read.label(image)).isEqualTo(scores.label(image));
        }
    }

    @Test
    void scoresOfOtherImagesAreRefused() throws IOException {
        Path file = written(scores(1, 5, 2));
        assertThatThrownBy(() -> ScoresFile.read(file, "0b".repeat(32)))
                .hasMessage(file + " has scores of other images than the model was calibrated with");
    }

    /** In the numbers of exits, images and classes, in a logit, in a label, in the checksum. */
    @ParameterizedTest
    @ValueSource(ints = {8, 11, 12, 15, 19, 60, 70, -9, -1})
    void aFlippedBitIsNoticed(int place) throws IOException {
        Path file = written(scores(1, 5, 2));
        byte[] bytes = Files.readAllBytes(file);
        bytes[place < 0 ? bytes.length + place : place] ^= 64;
        Files.write(file, bytes);
        assertThatThrownBy(() -> ScoresFile.read(file, DIGEST))
                .hasMessage(file + " is damaged or cut short: its checksum does not fit");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 60, 61, 100})
    void aFileCutShortIsRefused(int length) throws IOException {
        Path file = written(scores(1, 5, 2));
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
        assertThatThrownBy(() -> ScoresFile.read(file, DIGEST))
                .hasMessageMatching(".*(holds no scores|is damaged or cut short: its checksum does not fit)");
    }

    private Path written(Scores scores) throws IOException {
        CalibrationSet set =
                CalibrationSet.crossFit(scores, List.of("a", "b", "c").subList(0, scores.classes()), DIGEST, 5);
        return Files.write(folder.resolve(ScoresFile.NAME), ScoresFile.bytes(set));
    }

    private static Scores scores(int exits, int images, int classes) {
        Random random = new Random(3);
        float[][][] logits = new float[exits][images][classes];
        for (float[][] ofExit : logits) {
            for (float[] ofImage : ofExit) {
                for (int c = 0; c < classes; c++) {
                    ofImage[c] = (float) random.nextGaussian();
                }
            }
        }
        int[] tail = random.ints(images, 0, classes).toArray();
        return new Scores(logits, tail, random.ints(images, 0, classes).toArray());
    }
}
