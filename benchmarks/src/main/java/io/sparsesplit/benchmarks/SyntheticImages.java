package io.sparsesplit.benchmarks;

import io.sparsesplit.trainer.data.LabelledImages;
import java.util.Random;

/** Square grey pictures that can be told apart: each class has a picture of its own, under noise. */
final class SyntheticImages {

    private SyntheticImages() {}

    static LabelledImages of(int images, int side, int classes, long seed) {
        Random random = new Random(seed);
        byte[][] plain = new byte[classes][side * side];
        for (byte[] picture : plain) {
            random.nextBytes(picture);
        }
        byte[][] pictures = new byte[images][side * side];
        int[] labels = new int[images];
        for (int i = 0; i < images; i++) {
            labels[i] = random.nextInt(classes);
            random.nextBytes(pictures[i]);
            for (int p = 0; p < pictures[i].length; p++) {
                int brightness = Byte.toUnsignedInt(plain[labels[i]][p]) + 3 * Byte.toUnsignedInt(pictures[i][p]);
                pictures[i][p] = (byte) (brightness / 4);
            }
        }
        return new LabelledImages(side, side, 1, pictures, labels);
    }
}
