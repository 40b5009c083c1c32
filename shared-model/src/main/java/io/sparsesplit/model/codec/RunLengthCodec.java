package io.sparsesplit.model.codec;

import java.util.Arrays;

/**
 * {@link Codec#RUN_LENGTH}: quantised and run-length coded, in the manner of Carra and Neglia, <em>DNN split computing:
 * quantization and run-length coding are enough</em> (GLOBECOM 2023): nothing is learned but the ranges of the channels.
 *
 * <p>Only level 0 is counted in runs. Where activations are cut off at 0 it is the one that repeats; to count every level would
 * cost more than it saves.
 *
 * <p>The payload is a row of nibbles, the first of a byte in its upper half:
 *
 * <pre>
 * exit's class   2 nibbles, most significant first, where it travels
 * then, until all channels have a level:
 *   level        of the next channel; 1 nibble when no channel has more than 16 levels, otherwise 2, most significant first
 *   run          only behind level 0: how many further channels have level 0 too, as nibbles that are to be summed;
 *                all but the last are 15, the last is less
 * padding        1 nibble, 0, where their number would be odd
 * </pre>
 *
 * A run is as long as it can be. So each row of levels has one payload, and any other is refused.
 */
public final class RunLengthCodec implements FeatureCodec {

    private static final int NIBBLE_BITS = 4;
    private static final int FULL = (1 << NIBBLE_BITS) - 1;
    private static final int CLASS_NIBBLES = 2;

    private final Alphabet alphabet;
    private final int levelNibbles;

    /**
     * A codec for the levels of a quantizer.
     *
     * @param classes 0 when the exit's class does not travel
     * @throws IllegalArgumentException when a frame cannot carry as many
     */
    public RunLengthCodec(Quantizer quantizer, int classes) {
        alphabet = new Alphabet(Codec.RUN_LENGTH, quantizer, classes);
        int bits = 0;
        for (int i = alphabet.channel(0); i < alphabet.length(); i++) {
            bits = Math.max(bits, alphabet.bits(i));
        }
        levelNibbles = bits > NIBBLE_BITS ? 2 : 1;
    }

    @Override
    public Codec codec() {
        return Codec.RUN_LENGTH;
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
        return encode(alphabet.row(features));
    }

    @Override
    public Features decode(byte[] payload) {
        int[] row = new int[alphabet.length()];
        Nibbles nibbles = new Nibbles(payload);
        if (alphabet.classes() > 0) {
            row[0] = alphabet.require(0, nibbles.read(CLASS_NIBBLES), 0);
        }
        for (int i = alphabet.channel(0); i < row.length; i++) {
            int offset = nibbles.offset();
            row[i] = alphabet.require(i, nibbles.read(levelNibbles), offset);
            if (row[i] == 0) {
                i += nibbles.readRun(row.length - 1 - i);
            }
        }
        MalformedFrameException.requireCanonical(codec(), payload, encode(row));
        return alphabet.features(row);
    }

    private byte[] encode(int[] row) {
        Nibbles nibbles = new Nibbles(new byte[row.length * (levelNibbles + 1) / 2 + 2]);
        if (alphabet.classes() > 0) {
            nibbles.write(CLASS_NIBBLES, row[0]);
        }
        for (int i = alphabet.channel(0); i < row.length; i++) {
            nibbles.write(levelNibbles, row[i]);
            if (row[i] == 0) {
                int first = i;
                while (i + 1 < row.length && row[i + 1] == 0) {
                    i++;
                }
                nibbles.writeRun(i - first);
            }
        }
        return nibbles.written();
    }

    /** A place in a row of nibbles. */
    private static final class Nibbles {

        private final byte[] bytes;
        private int position;

        Nibbles(byte[] bytes) {
            this.bytes = bytes;
        }

        int offset() {
            return position / 2;
        }

        void write(int nibbles, int value) {
            for (int n = nibbles - 1; n >= 0; n--) {
                bytes[position / 2] |= (byte) (((value >>> (n * NIBBLE_BITS)) & FULL) << shift());
                position++;
            }
        }

        void writeRun(int length) {
            int left = length;
            for (; left >= FULL; left -= FULL) {
                write(1, FULL);
            }
            write(1, left);
        }

        byte[] written() {
            return Arrays.copyOf(bytes, (position + 1) / 2);
        }

        int read(int nibbles) {
            int value = 0;
            for (int n = 0; n < nibbles; n++) {
                if (position / 2 == bytes.length) {
                    throw new MalformedFrameException(bytes.length, "the run-length payload ends before its features");
                }
                value = (value << NIBBLE_BITS) | ((bytes[position / 2] >>> shift()) & FULL);
                position++;
            }
            return value;
        }

        int readRun(int most) {
            int length = 0;
            int nibble;
            do {
                nibble = read(1);
                length += nibble;
                if (length > most) {
                    throw new MalformedFrameException((position - 1) / 2, "a run goes on behind the last channel");
                }
            } while (nibble == FULL);
            return length;
        }

        private int shift() {
            return position % 2 == 0 ? NIBBLE_BITS : 0;
        }
    }
}
