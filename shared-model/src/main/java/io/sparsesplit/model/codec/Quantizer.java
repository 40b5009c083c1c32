package io.sparsesplit.model.codec;

/**
 * Turns features into small whole numbers and back, affine per channel:
 *
 * <pre>
 * q = round((x - low) / step), clamped to 0..levels-1
 * x = low + q * step
 * </pre>
 *
 * Computed in double precision, so that every machine finds the same. Immutable.
 */
public final class Quantizer {

    /** Of {@code levels}: symbols take 8 bits at most. */
    public static final int MAX_LEVELS = 256;

    private final float[] low;
    private final float[] step;
    private final int[] levels;

    /**
     * A quantizer from its channels.
     *
     * @param low lowest value of each channel, finite; copied
     * @param step between two values of each channel, greater than 0, such that the highest value is finite; copied
     * @param levels of each channel, 1 to {@value #MAX_LEVELS}; copied
     * @throws IllegalArgumentException when they are not such
     */
    public Quantizer(float[] low, float[] step, int[] levels) {
        if (low.length != step.length || low.length != levels.length) {
            throw new IllegalArgumentException("%d lowest values are given for %d steps and %d numbers of levels"
                    .formatted(low.length, step.length, levels.length));
        }
        for (int i = 0; i < low.length; i++) {
            if (!(Float.isFinite(low[i]) && step[i] > 0 && Float.isFinite(step[i]))) {
                throw new IllegalArgumentException(
                        "channel %d cannot begin at %s with steps of %s".formatted(i, low[i], step[i]));
            }
            if (levels[i] < 1 || levels[i] > MAX_LEVELS) {
                throw new IllegalArgumentException(
                        "channel %d has %d levels, which is not 1 to %d".formatted(i, levels[i], MAX_LEVELS));
            }
            if (!Float.isFinite((float) (low[i] + (levels[i] - 1) * (double) step[i]))) {
                throw new IllegalArgumentException(
                        "channel %d ends beyond all numbers: it begins at %s and has %d levels, %s apart"
                                .formatted(i, low[i], levels[i], step[i]));
            }
        }
        this.low = low.clone();
        this.step = step.clone();
        this.levels = levels.clone();
    }

    /**
     * A quantizer whose levels are spread evenly from the lowest to the highest value of each channel. A channel of which these
     * are the same has one level.
     *
     * @param low of each channel, finite
     * @param high of each channel, finite, not below {@code low}
     * @param levels of all other channels, 2 to {@value #MAX_LEVELS}
     * @throws IllegalArgumentException when they are not such
     */
    public static Quantizer over(float[] low, float[] high, int levels) {
        if (low.length != high.length) {
            throw new IllegalArgumentException(
                    "%d lower ends given for %d upper ends".formatted(low.length, high.length));
        }
        float[] step = new float[low.length];
        int[] all = new int[low.length];
        for (int i = 0; i < low.length; i++) {
            if (!(Float.isFinite(low[i]) && Float.isFinite(high[i]) && low[i] <= high[i])) {
                throw new IllegalArgumentException(
                        "the range of channel %d is not one: %s to %s".formatted(i, low[i], high[i]));
            }
            boolean dead = low[i] == high[i];
            step[i] = dead ? 1 : divided((double) high[i] - low[i], levels);
            all[i] = dead ? 1 : levels;
        }
        return new Quantizer(low, step, all);
    }

    /** Number of channels. */
    public int features() {
        return low.length;
    }

    /** Lowest value of a channel. */
    public float low(int channel) {
        return low[channel];
    }

    /** Between two values of a channel. */
    public float step(int channel) {
        return step[channel];
    }

    /** Number of values of a channel. */
    public int levels(int channel) {
        return levels[channel];
    }

    /**
     * The whole number of a value of a channel.
     *
     * @param value not NaN
     */
    public int quantize(int channel, float value) {
        double level = ((double) value - low[channel]) / step[channel];
        double within = Math.min(levels[channel] - 1, Math.max(0, level));
        int below = (int) within;
        // As Math.round does, in a third of its time.
        return within - below < 0.5 ? below : below + 1;
    }

    /** The value of a whole number of a channel. */
    public float value(int channel, int level) {
        return (float) (low[channel] + (double) level * step[channel]);
    }

    /** The same ranges in {@value #MAX_LEVELS} levels; a channel that has but one keeps it. */
    Quantizer finest() {
        float[] steps = new float[step.length];
        int[] all = new int[levels.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = levels[i] == 1 ? step[i] : divided((levels[i] - 1) * (double) step[i], MAX_LEVELS);
            all[i] = levels[i] == 1 ? 1 : MAX_LEVELS;
        }
        return new Quantizer(low, steps, all);
    }

    /** The step of a range; the least ranges there are cannot be divided. */
    private static float divided(double range, int levels) {
        return Math.max(Float.MIN_VALUE, (float) (range / (levels - 1)));
    }
}
