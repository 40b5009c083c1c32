package io.sparsesplit.model.codec;

/**
 * {@link Codec#UINT8}: the exit's class as one byte, where it travels; then one byte per feature, which says where it lies
 * between the ends of its channel's range:
 *
 * <pre>
 * high = low + (levels - 1) * step                                of the quantizer
 * q    = round(255 * (x - low) / (high - low)), clamped to 0..255
 * x    = low + q * (high - low) / 255,                            (high - low) / 255 rounded to a single
 * </pre>
 *
 * Of the quantizer only the ranges count: there are 256 levels, whatever it has. A channel of one level never varied: its
 * byte is 0, and it always decodes to {@code low}.
 */
public final class Uint8Codec implements FeatureCodec {

    private final Alphabet alphabet;

    /**
     * A codec for the ranges of its channels.
     *
     * @param classes 0 when the exit's class does not travel
     * @throws IllegalArgumentException when a frame cannot carry as many
     */
    public Uint8Codec(Quantizer ranges, int classes) {
        alphabet = new Alphabet(Codec.UINT8, ranges.finest(), classes);
    }

    @Override
    public Codec codec() {
        return Codec.UINT8;
    }

    @Override
    public int features() {
        return alphabet.features();
    }

    @Override
    public int classes() {
        return alphabet.classes();
    }

    @Override
    public byte[] encode(Features features) {
        int[] row = alphabet.row(features);
        byte[] payload = new byte[row.length];
        for (int i = 0; i < row.length; i++) {
            payload[i] = (byte) row[i];
        }
        return payload;
    }

    @Override
    public Features decode(byte[] payload) {
        MalformedFrameException.requirePayload(codec(), payload.length, alphabet.length());
        int[] row = new int[payload.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = alphabet.require(i, Byte.toUnsignedInt(payload[i]), i);
        }
        return alphabet.features(row);
    }
}
