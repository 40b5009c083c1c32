package io.sparsesplit.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class LabelledImagesTest {

    @Test
    void aRangeHasItsOwnNumbers() {
        LabelledImages images = new LabelledImages(1, 1, 1, new byte[][] {{1}, {2}, {3}}, new int[] {7, 8, 65_535});

        assertThat(images.range(1, 3).size()).isEqualTo(2);
        assertThat(images.range(1, 3).picture(0)).containsExactly(2);
        assertThat(images.range(1, 3).label(1)).isEqualTo(65_535);
    }

    @Test
    void picturesAndLabelsThatDoNotFitAreRefused() {
        refused("there are 1 images, but 2 labels", new byte[][] {new byte[6]}, 0, 1);
        refused("image 1 has 5 samples instead of 3 x 1 x 2", new byte[][] {new byte[6], new byte[5]}, 0, 1);
        refused(
                "image 0 is of class 65536: at most 65536 classes can be told apart",
                new byte[][] {new byte[6]},
                65_536);
        refused("image 0 is of class -1: at most 65536 classes can be told apart", new byte[][] {new byte[6]}, -1);
    }

    private static void refused(String message, byte[][] pictures, int... labels) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new LabelledImages(2, 1, 3, pictures, labels))
                .withMessage(message);
    }
}
