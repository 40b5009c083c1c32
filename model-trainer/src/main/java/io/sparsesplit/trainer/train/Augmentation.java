package io.sparsesplit.trainer.train;

import io.sparsesplit.model.image.Preprocessing;
import java.util.Random;

/**
 * Small distortions of training pictures: some are turned, scaled, sheared, shifted and bent a little before they are learned
 * from (Simard et al., ICDAR 2003).
 *
 * <p>A stock of distortions is made beforehand, since making one takes longer than learning from the picture. Which one a picture
 * gets in an epoch, if any, depends on seed, epoch and picture alone. A distortion is a table with an entry per input: the sample
 * to the upper left of where to read, and how far to its right and below, in 1/256 of a pixel. So a distorted picture costs four
 * reads an input.
 */
public final class Augmentation {

    private static final int STOCK = 2048;
    private static final int MAX_SAMPLES = 1 << 16;

    // Largest turn in radians; the others as shares of the picture, as good for 28 x 28 digits.
    private static final double TURN = Math.toRadians(12);
    private static final double SCALE = 0.10;
    private static final double SHEAR = 0.12;
    private static final double SHIFT = 1.6 / 28;
    private static final double BEND = 0.65 / 28;
    private static final double SMOOTHNESS = 4.0 / 28;

    private final double share;
    private final int width;
    private final int height;
    private final long seed;
    private final int[][] stock;

    /**
     * The distortions of a training.
     *
     * @param share of the pictures that are distorted in an epoch, 0 to 1
     * @throws IllegalArgumentException when pictures are to be distorted that are too large or too small for it
     */
    public Augmentation(double share, Preprocessing preprocessing, long seed) {
        this.share = share;
        this.width = preprocessing.width();
        this.height = preprocessing.height();
        this.seed = seed;
        this.stock = new int[share > 0 ? STOCK : 0][];
        requireFit(share, preprocessing);
        Random random = new Random(seed);
        for (int d = 0; d < stock.length; d++) {
            stock[d] = table(preprocessing, random);
        }
    }

    /**
     * Checks that pictures can be distorted.
     *
     * @param share share of the pictures that are distorted in an epoch, 0 to 1
     * @throws IllegalArgumentException when pictures are to be distorted that are too large or too small for it
     */
    static void requireFit(double share, Preprocessing preprocessing) {
        int width = preprocessing.width();
        int height = preprocessing.height();
        if (share > 0 && (width < 2 || height < 2 || preprocessing.samples() > MAX_SAMPLES)) {
            throw new IllegalArgumentException(
                    "pictures of %d x %d pixels cannot be distorted: use --augment 0, or 2 x 2 pixels to %d samples"
                            .formatted(width, height, MAX_SAMPLES));
        }
    }

    /**
     * Perhaps distorts a picture.
     *
     * @param image its number among the training images
     * @param picture its samples, planar
     * @param samples receives, from {@code to} on, those that become inputs
     * @return whether it did; if not, nothing was written
     */
    public boolean distort(int epoch, int image, byte[] picture, byte[] samples, int to) {
        long bits = mix(seed + mix(((long) epoch << 32) + image));
        if ((bits >>> 40) * 0x1p-24 >= share) {
            return false;
        }
        int[] table = stock[(int) (bits & (STOCK - 1))];
        for (int i = 0; i < table.length; i++) {
            int entry = table[i];
            int at = entry >>> 16;
            int right = (entry >>> 8) & 0xFF;
            int below = entry & 0xFF;
            int upper = (picture[at] & 0xFF) * (256 - right) + (picture[at + 1] & 0xFF) * right;
            int lower = (picture[at + width] & 0xFF) * (256 - right) + (picture[at + width + 1] & 0xFF) * right;
            samples[to + i] = (byte) ((upper * (256 - below) + lower * below + (1 << 15)) >>> 16);
        }
        return true;
    }

    private int[] table(Preprocessing preprocessing, Random random) {
        double angle = TURN * symmetric(random);
        double scaleX = 1 + SCALE * symmetric(random);
        double scaleY = 1 + SCALE * symmetric(random);
        double shear = SHEAR * symmetric(random);
        double shiftX = SHIFT * width * symmetric(random);
        double shiftY = SHIFT * height * symmetric(random);
        double[] bendX = bend(random);
        double[] bendY = bend(random);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double centreX = (width - 1) / 2.0;
        double centreY = (height - 1) / 2.0;
        int[] table = new int[preprocessing.selected()];
        for (int i = 0; i < table.length; i++) {
            int column = preprocessing.column(i);
            int row = preprocessing.row(i);
            double dy = (row - centreY) * scaleY;
            double dx = (column - centreX) * scaleX + shear * dy;
            int pixel = row * width + column;
            table[i] = entry(
                    preprocessing.channel(i),
                    centreX + cos * dx - sin * dy + shiftX + bendX[pixel],
                    centreY + sin * dx + cos * dy + shiftY + bendY[pixel]);
        }
        return table;
    }

    /** What lies outside the picture is read at its border. */
    private int entry(int channel, double x, double y) {
        double columns = Math.max(0, Math.min(width - 1, x));
        double rows = Math.max(0, Math.min(height - 1, y));
        int left = Math.min((int) columns, width - 2);
        int top = Math.min((int) rows, height - 2);
        int right = Math.min(255, (int) Math.round((columns - left) * 256));
        int below = Math.min(255, (int) Math.round((rows - top) * 256));
        return (((channel * height + top) * width + left) << 16) | (right << 8) | below;
    }

    /** By how many pixels each pixel is displaced along one axis: smoothed white noise. */
    private double[] bend(Random random) {
        double[] noise = new double[width * height];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = random.nextGaussian();
        }
        double[] bend = smoothed(smoothed(noise, width, height), height, width);
        double squares = 0;
        for (double displacement : bend) {
            squares += displacement * displacement;
        }
        double gain = BEND * width / Math.sqrt(squares / bend.length);
        for (int i = 0; i < bend.length; i++) {
            bend[i] *= gain;
        }
        return bend;
    }

    /** Rows smoothed by a Gaussian, then transposed. */
    private double[] smoothed(double[] values, int columns, int rows) {
        double sigma = SMOOTHNESS * width;
        int radius = (int) Math.ceil(2.5 * sigma);
        double[] weights = new double[radius + 1];
        for (int r = 0; r <= radius; r++) {
            weights[r] = StrictMath.exp(-r * r / (2 * sigma * sigma));
        }
        double[] smoothed = new double[values.length];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                double sum = 0;
                for (int other = Math.max(0, x - radius); other <= Math.min(columns - 1, x + radius); other++) {
                    sum += weights[Math.abs(other - x)] * values[y * columns + other];
                }
                smoothed[x * rows + y] = sum;
            }
        }
        return smoothed;
    }

    private static double symmetric(Random random) {
        return 2 * random.nextDouble() - 1;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
    private static long mix(long z) {
        long first = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long second = (first ^ (first >>> 27)) * 0x94D049BB133111EBL;
        return second ^ (second >>> 31);
    }
}
