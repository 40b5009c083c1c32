package io.sparsesplit.trainer.competitors;

import java.util.Arrays;

/**
 * A few greys in place of 256: those of least squared error over some pictures (Lloyd, 1982). Between two levels, that is
 * Otsu's threshold. Immutable.
 */
final class GreyLevels {

    private static final int BRIGHTNESSES = 256;
    private static final int MAX_ROUNDS = 1000;

    private final int[] brightness;
    private final byte[] level;

    private GreyLevels(int[] brightness) {
        this.brightness = brightness;
        this.level = new byte[BRIGHTNESSES];
        for (int v = 0; v < BRIGHTNESSES; v++) {
            int nearest = 0;
            for (int l = 1; l < brightness.length; l++) {
                nearest = Math.abs(v - brightness[l]) < Math.abs(v - brightness[nearest]) ? l : nearest;
            }
            level[v] = (byte) nearest;
        }
    }

    /** @param count 2 or more */
    static GreyLevels of(byte[][] pictures, int count) {
        long[] pixels = new long[BRIGHTNESSES];
        for (byte[] picture : pictures) {
            for (byte value : picture) {
                pixels[Byte.toUnsignedInt(value)]++;
            }
        }
        int[] start = new int[count];
        Arrays.setAll(start, l -> l * (BRIGHTNESSES - 1) / (count - 1));
        GreyLevels levels = new GreyLevels(start);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            int[] means = levels.means(pixels);
            if (Arrays.equals(means, levels.brightness)) {
                break;
            }
            levels = new GreyLevels(means);
        }
        return levels;
    }

    /** A level in which there are no pixels stays where it is. */
    private int[] means(long[] pixels) {
        long[] sums = new long[brightness.length];
        long[] counts = new long[brightness.length];
        for (int v = 0; v < BRIGHTNESSES; v++) {
            sums[level[v]] += v * pixels[v];
            counts[level[v]] += pixels[v];
        }
        int[] means = brightness.clone();
        for (int l = 0; l < means.length; l++) {
            means[l] = counts[l] == 0 ? means[l] : (int) ((sums[l] + counts[l] / 2) / counts[l]);
        }
        return means;
    }

    int count() {
        return brightness.length;
    }

    /** The number of the level of each pixel, 0 the darkest. */
    byte[] levels(byte[] picture) {
        byte[] levels = new byte[picture.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = level[Byte.toUnsignedInt(picture[i])];
        }
        return levels;
    }

    /** A picture from the numbers of its levels. */
    byte[] picture(byte[] levels) {
        byte[] picture = new byte[levels.length];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = (byte) brightness[levels[i]];
        }
        return picture;
    }
}
