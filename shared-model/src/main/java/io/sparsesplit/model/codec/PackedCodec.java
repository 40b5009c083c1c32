package io.sparsesplit.model.codec;

/**
 * {@link Codec#PACKED}: the exit's class, where it travels, then the level of each channel, each in {@code ceil(log2 n)} bits
 * where there are {@code n} of them; bits of a number and in a byte the most significant first, nothing between the numbers.
 * Unused bits of the last byte are 0.
 */
public final class PackedCodec implements FeatureCodec {

    private final Alphabet alphabet;
    private final int payloadBytes;

    /**
     * A codec for the levels of a quantizer.
     *
     * @param classes 0 when the exit's class does not travel
     * @throws IllegalArgumentException when a frame cannot carry as many
     */
    public PackedCodec(Quantizer quantizer, int classes) {
        alphabet = new Alphabet(Codec.PACKED, quantizer, classes);
        int bits = 0;
        for (int i = 0; i < alphabet.length(); i++) {
            bits += alphabet.bits(i);
        }
        payloadBytes = (bits + Byte.SIZE - 1) / Byte.SIZE;
    }

    @Override
    public Codec codec() {
        return Codec.PACKED;
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
        byte[] payload = new byte[payloadBytes];
        int position = 0;
        for (int i = 0; i < row.length; i++) {
            for (int bit = alphabet.bits(i) - 1; bit >= 0; bit--) {
                payload[position / Byte.SIZE] |= (byte) (((row[i] >>> bit) & 1) << shift(position));
                position++;
            }
        }
        return payload;
    }

    @Override
    public Features decode(byte[] payload) {
        MalformedFrameException.requirePayload(codec(), payload.length, payloadBytes);
        int[] row = new int[alphabet.length()];
        int position = 0;
        for (int i = 0; i < row.length; i++) {
            int offset = position / Byte.SIZE;
            int symbol = 0;
            for (int end = position + alphabet.bits(i); position < end; position++) {
                symbol = (symbol << 1) | bit(payload, position);
            }
            row[i] = alphabet.require(i, symbol, offset);
        }
        for (; position < payloadBytes * Byte.SIZE; position++) {
            if (bit(payload, position) != 0) {
                throw new MalformedFrameException(payloadBytes - 1, "unused bits of the last byte are not 0");
            }
        }
        return alphabet.features(row);
    }

    private static int bit(byte[] payload, int position) {
        return (payload[position / Byte.SIZE] >>> shift(position)) & 1;
    }

    private static int shift(int position) {
        return Byte.SIZE - 1 - position % Byte.SIZE;
    }
}
