package io.sparsesplit.model.codec;

/**
 * {@link Codec#UINT8}: one byte per feature, affine per channel:
 *
 * <pre>
 * q = round(255 * (x - low) / (high - low)), clamped to 0..255
 * x = low + q * (high - low) / 255
 * </pre>
 *
 * The range of a channel comes from the training images; a channel that never varied has {@code low = high} and always
 * decodes to it.
 */
public final class Uint8Codec implements FeatureCodec {

    private static final int LEVELS = 255;

    private final float[] low;
    private final float[] high;

    /**
     * A codec for the ranges of its channels.
     *
     * @param low of each channel, finite; copied
     * @param high of each channel, finite, not below {@code low}; copied
     * @throws IllegalArgumentException when the ranges are not such, or there are more than a frame can carry
     */
    public Uint8Codec(float[] low, float[] high) {
        if (low.length != high.length) {
            throw new IllegalArgumentException(
                    "%d lower ends given for %d upper ends".formatted(low.length, high.length));
        }
        Codec.UINT8.requireFrameFits(low.length);
        for (int i = 0; i < low.length; i++) {
            if (!(Float.isFinite(low[i]) && Float.isFinite(high[i]) && low[i] <= high[i])) {
                throw new IllegalArgumentException(
                        "the range of channel %d is not one: %s to %s".formatted(i, low[i], high[i]));
            }
        }
        this.low = low.clone();
        this.high = high.clone();
    }

    @Override
    public Codec codec() {
        return Codec.UINT8;
    }

    @Override
    public int features() {
        return low.length;
    }

    /** A copy. */
    public float[] low() {
        return low.clone();
    }

    /** A copy. */
    public float[] high() {
        return high.clone();
    }

    @Override
    public byte[] encode(float[] features) {
        Codec.requireFeatures(features.length, low.length);
        byte[] payload = new byte[low.length];
        for (int i = 0; i < low.length; i++) {
            double width = (double) high[i] - low[i];
            double level = width > 0 ? ((double) features[i] - low[i]) * LEVELS / width : 0;
            payload[i] = (byte) Math.min(LEVELS, Math.max(0, Math.round(level)));
        }
        return payload;
    }

    @Override
    public float[] decode(byte[] payload) {
        MalformedFrameException.requirePayload(codec(), payload.length, low.length);
        float[] features = new float[low.length];
        for (int i = 0; i < low.length; i++) {
            // In double precision: the width of a range, and 255 times it, can be more than a float holds.
            features[i] = (float) (low[i] + Byte.toUnsignedInt(payload[i]) * ((double) high[i] - low[i]) / LEVELS);
        }
        return features;
    }
}
