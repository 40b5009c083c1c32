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
     * @param step between two values of each channel, finite, greater than 0; copied
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
        }
        this.low = low.clone();
        this.step = step.clone();
        this.levels = levels.clone();
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

    /** The whole number of a value of a channel. */
    public int quantize(int channel, float value) {
        long level = Math.round(((double) value - low[channel]) / step[channel]);
        return (int) Math.min(levels[channel] - 1, Math.max(0, level));
    }

    /** The value of a whole number of a channel. */
    public float value(int channel, int level) {
        return (float) (low[channel] + (double) level * step[channel]);
    }
}
