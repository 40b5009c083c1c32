package io.sparsesplit.trainer.train;

import io.sparsesplit.trainer.data.LabelledImages;
import java.util.Random;

/** Noisy pictures of {@code size x size} pixels in which the place of a bright bar tells the class. */
public final class ToyImages {

    private ToyImages() {}

    public static LabelledImages bars(int images, int size, int classes, long seed) {
        Random random = new Random(seed);
        byte[][] pictures = new byte[images][size * size];
        int[] labels = new int[images];
        for (int i = 0; i < images; i++) {
            labels[i] = random.nextInt(classes);
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    boolean bar = y == labels[i] + 1 && x > 0 && x < size - 1;
                    int brightness = (bar ? 130 : 0) + random.nextInt(x == 0 || y == 0 ? 20 : 90);
                    pictures[i][y * size + x] = (byte) brightness;
                }
            }
        }
        return new LabelledImages(size, size, 1, pictures, labels);
    }
}
