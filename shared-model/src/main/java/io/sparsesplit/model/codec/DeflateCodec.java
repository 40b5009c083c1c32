package io.sparsesplit.model.codec;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * {@link Codec#DEFLATE}: the exit's class, where it travels, then the level of each channel, one byte each, as one raw deflate
 * stream (RFC 1951, without header and checksum): what one gets without knowing anything of the features.
 *
 * <p>Every stream that inflates to the levels is taken, for one zlib deflates in another way than the next: of all codecs this
 * is the only one of which a row of levels has more than one payload.
 */
public final class DeflateCodec implements FeatureCodec {

    private static final int BUFFER_BYTES = 512;

    private final Alphabet alphabet;

    /**
     * A codec for the levels of a quantizer.
     *
     * @param classes 0 when the exit's class does not travel
     * @throws IllegalArgumentException when a frame cannot carry as many
     */
    public DeflateCodec(Quantizer quantizer, int classes) {
        alphabet = new Alphabet(Codec.DEFLATE, quantizer, classes);
    }

    @Override
    public Codec codec() {
        return Codec.DEFLATE;
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
        byte[] symbols = new byte[row.length];
        for (int i = 0; i < row.length; i++) {
            symbols[i] = (byte) row[i];
        }
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(symbols);
            deflater.finish();
            ByteArrayOutputStream payload = new ByteArrayOutputStream(BUFFER_BYTES);
            byte[] buffer = new byte[BUFFER_BYTES];
            while (!deflater.finished()) {
                payload.write(buffer, 0, deflater.deflate(buffer));
            }
            return payload.toByteArray();
        } finally {
            deflater.end();
        }
    }

    @Override
    public Features decode(byte[] payload) {
        byte[] symbols = inflate(payload);
        int[] row = new int[symbols.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = alphabet.require(i, Byte.toUnsignedInt(symbols[i]), 0);
        }
        return alphabet.features(row);
    }

    /** Never makes more room than the levels need, whatever the payload would inflate to. */
    private byte[] inflate(byte[] payload) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(payload);
            byte[] symbols = new byte[alphabet.length()];
            int length = 0;
            int read;
            do {
                read = inflater.inflate(symbols, length, symbols.length - length);
                length += read;
            } while (read > 0 && length < symbols.length);
            // The end of the stream may still be unread, and only an attempt to read on finds it.
            if (length < symbols.length || inflater.inflate(new byte[1]) > 0 || !inflater.finished()) {
                throw new MalformedFrameException(
                        0, "the deflate payload does not hold %d symbols".formatted(symbols.length));
            }
            if (inflater.getRemaining() > 0) {
                throw new MalformedFrameException(
                        payload.length - inflater.getRemaining(), "the deflate payload goes on behind its end");
            }
            return symbols;
        } catch (DataFormatException e) {
            throw new MalformedFrameException(0, "the deflate payload is damaged");
        } finally {
            inflater.end();
        }
    }
}
