package io.sparsesplit.trainer.competitors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContextTreeTest {

    private static final int SIDE = 8;
    private static final PixelContext CONTEXT = new PixelContext(SIDE, SIDE, 2, 6, 2);

    @Test
    void whatFollowsFromTheNeighboursTakesHardlyABit() {
        byte[][] stripes = new byte[400][SIDE * SIDE];
        Random random = new Random(1);
        for (byte[] picture : stripes) {
            int first = random.nextInt(2);
            for (int i = 0; i < picture.length; i++) {
                picture[i] = (byte) (i + first & 1);
            }
        }
        ContextTree tree = ContextTree.of(stripes, CONTEXT);
        double bits = 0;
        for (byte[] picture : stripes) {
            bits += bits(tree, picture) / stripes.length;
        }
        // The first pixel cannot be known.
        assertThat(bits).isBetween(1.0, 2.0);
    }

    @Test
    void noiseTakesABitAPixel() {
        Random random = new Random(2);
        byte[][] noise = new byte[400][SIDE * SIDE];
        for (byte[] picture : noise) {
            for (int i = 0; i < picture.length; i++) {
                picture[i] = (byte) random.nextInt(2);
            }
        }
        ContextTree tree = ContextTree.of(Arrays.copyOf(noise, 300), CONTEXT);
        double bits = 0;
        for (int i = 300; i < 400; i++) {
            bits += bits(tree, noise[i]) / 100;
        }
        assertThat(bits).isBetween(SIDE * SIDE * 0.99, SIDE * SIDE * 1.1);
    }

    @Test
    void pixelsThatAreStillToComeAreNotLookedAt() {
        Random random = new Random(3);
        byte[] picture = new byte[SIDE * SIDE];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = (byte) random.nextInt(2);
        }
        for (int pixel = 0; pixel < picture.length; pixel++) {
            byte[] other = picture.clone();
            for (int i = pixel; i < other.length; i++) {
                other[i] ^= 1;
            }
            for (int question = 0; question < CONTEXT.questions(); question++) {
                assertThat(CONTEXT.answer(question, other, pixel)).isEqualTo(CONTEXT.answer(question, picture, pixel));
            }
        }
    }

    @Test
    void neighboursAreAskedForTheNearestFirstAndThePositionBetweenThem() {
        byte[] picture = new byte[SIDE * SIDE];
        int pixel = 3 * SIDE + 5;
        picture[pixel - SIDE] = 1;
        assertThat(CONTEXT.answer(0, picture, pixel) + CONTEXT.answer(1, picture, pixel))
                .isEqualTo(1);
        assertThat(CONTEXT.answers(2)).isEqualTo(16);
        assertThat(CONTEXT.answer(2, picture, pixel)).isEqualTo(4 + 2);
        picture[pixel - SIDE] = 0;
        picture[pixel - 2] = 1;
        assertThat(CONTEXT.answer(0, picture, pixel) + CONTEXT.answer(1, picture, pixel))
                .isZero();
    }

    private static double bits(ContextTree tree, byte[] picture) {
        double bits = 0;
        for (int i = 0; i < picture.length; i++) {
            bits += tree.table(picture, i).bits(picture[i]);
        }
        return bits;
    }
}
