package io.sparsesplit.trainer.train;

import java.util.Random;

/**
 * Small distortions of training pictures: with probability {@code share} a picture is turned, scaled, sheared, shifted and
 * bent a little before it is learned from.
 *
 * <p>A stock of {@value #DISTORTIONS} distortions is made beforehand; which one a picture gets in which epoch depends on seed,
 * epoch and picture alone. Each is a table that holds, for every input, the sample to its upper left and how far, in 1/256 of
 * a pixel, it lies to the right and below: a distorted picture costs four reads an input.
 */
final class Augmentation {

    /** No picture is distorted. */
    static final Augmentation NONE = new Augmentation(0, 1, 1, new int[0], 0, 1);

    private static final int DISTORTIONS = 2048;
    private static final double TURN = Math.toRadians(12);
    private static final double SCALE = 0.10;
    private static final double SHEAR = 0.12;
    private static final double SHIFT_OF_WIDTH = 1.6 / 28;
    private static final double BEND_OF_WIDTH = 0.65 / 28;
    private static final double SMOOTHNESS_OF_WIDTH = 4.0 / 28;

    private final double share;
    private final int width;
    private final int height;
    private final int[] selection;
    private final long seed;
    private final int[][] tables;

    Augmentation(double share, int width, int height, int[] selection, long seed, double strength) {
        this.share = share;
        this.width = width;
        this.height = height;
        this.selection = selection;
        this.seed = seed;
        this.tables = new int[share > 0 ? DISTORTIONS : 0][];
        Random random = new Random(seed);
        for (int d = 0; d < tables.length; d++) {
            tables[d] = table(random, strength);
        }
    }

    /**
     * Perhaps distorts a picture.
     *
     * @param pictures holds it from {@code from} on
     * @param inputs receives, from {@code to} on, one sample per input
     * @return whether it did; if not, nothing was written
     */
    boolean distort(int epoch, int image, byte[] pictures, int from, byte[] inputs, int to) {
        if (share == 0) {
            return false;
        }
        long bits = mix(seed + mix(((long) epoch << 32) + image));
        if ((bits >>> 40) * 0x1p-24 >= share) {
            return false;
        }
        int[] table = tables[(int) (bits & (DISTORTIONS - 1))];
        for (int i = 0; i < selection.length; i++) {
            int entry = table[i];
            int at = from + (entry >>> 16);
            int right = entry >>> 8 & 0xFF;
            int below = entry & 0xFF;
            int upper = (pictures[at] & 0xFF) * (256 - right) + (pictures[at + 1] & 0xFF) * right;
            int lower = (pictures[at + width] & 0xFF) * (256 - right) + (pictures[at + width + 1] & 0xFF) * right;
            inputs[to + i] = (byte) (upper * (256 - below) + lower * below + (1 << 15) >>> 16);
        }
        return true;
    }

    private int[] table(Random random, double strength) {
        double angle = strength * TURN * symmetric(random);
        double scaleX = 1 + strength * SCALE * symmetric(random);
        double scaleY = 1 + strength * SCALE * symmetric(random);
        double shear = strength * SHEAR * symmetric(random);
        double shiftX = strength * SHIFT_OF_WIDTH * width * symmetric(random);
        double shiftY = strength * SHIFT_OF_WIDTH * height * symmetric(random);
        double[] bendX = field(random, strength);
        double[] bendY = field(random, strength);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double centreX = (width - 1) / 2.0;
        double centreY = (height - 1) / 2.0;
        int[] table = new int[selection.length];
        for (int i = 0; i < table.length; i++) {
            int pixel = selection[i] % (width * height);
            int plane = selection[i] - pixel;
            double dx = (pixel % width - centreX) * scaleX;
            double dy = (pixel / width - centreY) * scaleY;
            dx += shear * dy;
            double x = clamp(centreX + cos * dx - sin * dy + shiftX + bendX[pixel], width - 1);
            double y = clamp(centreY + sin * dx + cos * dy + shiftY + bendY[pixel], height - 1);
            int left = Math.min((int) x, width - 2);
            int top = Math.min((int) y, height - 2);
            int right = Math.min(255, (int) Math.round((x - left) * 256));
            int below = Math.min(255, (int) Math.round((y - top) * 256));
            table[i] = plane + top * width + left << 16 | right << 8 | below;
        }
        return table;
    }

    /** White noise, smoothed, of a standard deviation of a fraction of the width. */
    private double[] field(Random random, double strength) {
        double[] noise = new double[width * height];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = random.nextGaussian();
        }
        double[] smooth = smooth(smooth(noise, width, height), height, width);
        double squares = 0;
        for (double value : smooth) {
            squares += value * value;
        }
        double gain = strength * BEND_OF_WIDTH * width / Math.sqrt(squares / smooth.length + 1e-12);
        for (int i = 0; i < smooth.length; i++) {
            smooth[i] *= gain;
        }
        return smooth;
    }

    /** Smooths the rows by a Gaussian, and transposes. */
    private double[] smooth(double[] in, int columns, int rows) {
        double sigma = SMOOTHNESS_OF_WIDTH * width;
        int radius = (int) Math.ceil(2.5 * sigma);
        double[] weights = new double[radius + 1];
        for (int r = 0; r <= radius; r++) {
            weights[r] = StrictMath.exp(-r * r / (2 * sigma * sigma));
        }
        double[] out = new double[in.length];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                double sum = 0;
                for (int other = Math.max(0, x - radius); other <= Math.min(columns - 1, x + radius); other++) {
                    sum += weights[Math.abs(other - x)] * in[y * columns + other];
                }
                out[x * rows + y] = sum;
            }
        }
        return out;
    }

    private static double clamp(double value, double max) {
        return Math.max(0, Math.min(max, value));
    }

    private static double symmetric(Random random) {
        return 2 * random.nextDouble() - 1;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
