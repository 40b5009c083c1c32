package io.sparsesplit.model.codec;

/**
 * What travels of one image as a row of symbols: the exit's class, where it travels, then the level of each channel. Knows how
 * many symbols there are at each place of the row. Immutable.
 */
final class Alphabet {

    private final Quantizer quantizer;
    private final int classes;

    Alphabet(Codec codec, Quantizer quantizer, int classes) {
        codec.requireFrameFits(quantizer.features(), classes);
        this.quantizer = quantizer;
        this.classes = classes;
    }

    int features() {
        return quantizer.features();
    }

    int classes() {
        return classes;
    }

    /** Length of a row. */
    int length() {
        return channel(0) + quantizer.features();
    }

    /** Place of a channel in the row. */
    int channel(int channel) {
        return classes > 0 ? channel + 1 : channel;
    }

    /** How many symbols there are at a place: those of it are 0 to one less. */
    int symbols(int place) {
        return place < channel(0) ? classes : quantizer.levels(place - channel(0));
    }

    /** How many bits a symbol at a place needs, 0 to 8. */
    int bits(int place) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(symbols(place) - 1);
    }

    int[] row(Features features) {
        Codec.requireFeatures(features.values().length, quantizer.features());
        int[] row = new int[length()];
        if (classes > 0) {
            Codec.requireClass(features.exitClass(), classes);
            row[0] = features.exitClass();
        }
        for (int c = 0; c < quantizer.features(); c++) {
            float value = features.values()[c];
            Codec.requireFinite(c, value);
            row[channel(c)] = quantizer.quantize(c, value);
        }
        return row;
    }

    Features features(int[] row) {
        float[] values = new float[quantizer.features()];
        for (int c = 0; c < values.length; c++) {
            values[c] = quantizer.value(c, row[channel(c)]);
        }
        return new Features(values, classes > 0 ? row[0] : 0);
    }

    /**
     * The symbol itself.
     *
     * @param offset of the byte it was read from
     * @throws MalformedFrameException when there is no such symbol at that place
     */
    int require(int place, int symbol, int offset) {
        if (symbol < symbols(place)) {
            return symbol;
        }
        if (place < channel(0)) {
            throw MalformedFrameException.noSuchClass(offset, symbol, classes);
        }
        throw new MalformedFrameException(
                offset,
                "channel %d has levels 0 to %d, not %d".formatted(place - channel(0), symbols(place) - 1, symbol));
    }
}
