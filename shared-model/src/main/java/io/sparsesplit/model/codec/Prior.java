package io.sparsesplit.model.codec;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How often the symbols of each channel come, for each class that the last exit may have found; and how often each class comes.
 * Where the exit's class does not travel there is but one table per channel. Immutable.
 */
public final class Prior {

    private final @Nullable FrequencyTable classes;
    /** {@code [class][channel]}; of one class where none travels. */
    private final FrequencyTable[][] channels;

    /**
     * A prior from its tables.
     *
     * @param classes the classes that the last exit finds, among the images that travel; null when the class does not travel
     * @param channels {@code [class][channel]}, of one class when none travels; each channel with the same number of symbols
     *     whatever the class
     * @throws IllegalArgumentException when there are more tables, or fewer, or they differ in their number of symbols
     */
    public Prior(@Nullable FrequencyTable classes, List<List<FrequencyTable>> channels) {
        int contexts = classes == null ? 1 : classes.symbols();
        if (channels.size() != contexts) {
            throw new IllegalArgumentException(
                    "a prior for %d classes has channels for each, not for %d".formatted(contexts, channels.size()));
        }
        this.classes = classes;
        this.channels = channels.stream()
                .map(tables -> tables.toArray(FrequencyTable[]::new))
                .toArray(FrequencyTable[][]::new);
        for (int c = 1; c < contexts; c++) {
            requireAlike(c);
        }
    }

    private void requireAlike(int exitClass) {
        FrequencyTable[] first = channels[0];
        FrequencyTable[] tables = channels[exitClass];
        if (tables.length != first.length) {
            throw new IllegalArgumentException("a prior has %d channels for class 0, but %d for class %d"
                    .formatted(first.length, tables.length, exitClass));
        }
        for (int i = 0; i < tables.length; i++) {
            if (tables[i].symbols() != first[i].symbols()) {
                throw new IllegalArgumentException(
                        "a prior has %d symbols of channel %d for class 0, but %d for class %d"
                                .formatted(first[i].symbols(), i, tables[i].symbols(), exitClass));
            }
        }
    }

    /** Number of classes; 0 when the exit's class does not travel. */
    public int classes() {
        return classes == null ? 0 : classes.symbols();
    }

    /** Number of channels. */
    public int features() {
        return channels[0].length;
    }

    /** How often each class comes; absent when the exit's class does not travel. */
    public Optional<FrequencyTable> classTable() {
        return Optional.ofNullable(classes);
    }

    /**
     * How often the symbols of each channel come.
     *
     * @param exitClass not looked at when the exit's class does not travel
     */
    public List<FrequencyTable> tables(int exitClass) {
        return List.of(channels[context(exitClass)]);
    }

    /**
     * What an ideal coder would take for an image, in bits.
     *
     * @param symbols of each channel
     * @param exitClass not looked at when the exit's class does not travel
     */
    public double bits(int[] symbols, int exitClass) {
        Codec.requireFeatures(symbols.length, features());
        double bits = classes == null ? 0 : classes.bits(exitClass);
        FrequencyTable[] tables = channels[context(exitClass)];
        for (int i = 0; i < symbols.length; i++) {
            bits += tables[i].bits(symbols[i]);
        }
        return bits;
    }

    void requireFits(Quantizer quantizer) {
        if (features() != quantizer.features()) {
            throw new IllegalArgumentException(
                    "the prior has %d channels, but the quantizer %d".formatted(features(), quantizer.features()));
        }
        for (int i = 0; i < features(); i++) {
            if (channels[0][i].symbols() != quantizer.levels(i)) {
                throw new IllegalArgumentException("the prior has %d symbols of channel %d, but the quantizer %d levels"
                        .formatted(channels[0][i].symbols(), i, quantizer.levels(i)));
            }
        }
    }

    /** What an ideal coder would take for a row of symbols, in bits; see {@link Alphabet}. */
    double bits(int[] row) {
        int place = 0;
        double bits = 0;
        if (classes != null) {
            bits += classes.bits(row[place++]);
        }
        for (FrequencyTable table : channels[context(row[0])]) {
            bits += table.bits(row[place++]);
        }
        return bits;
    }

    /** The payload of a row of symbols, see {@link Alphabet}. */
    byte[] encode(int[] row) {
        RangeEncoder encoder = new RangeEncoder();
        int place = 0;
        if (classes != null) {
            classes.encode(encoder, row[place++]);
        }
        for (FrequencyTable table : channels[context(row[0])]) {
            table.encode(encoder, row[place++]);
        }
        return encoder.toBytes();
    }

    /**
     * The row of symbols of a payload.
     *
     * @throws MalformedFrameException when the row has another payload
     */
    int[] decode(byte[] payload) {
        RangeDecoder decoder = new RangeDecoder(payload);
        int[] row = new int[(classes == null ? 0 : 1) + features()];
        int place = 0;
        if (classes != null) {
            row[place++] = classes.decode(decoder);
        }
        for (FrequencyTable table : channels[context(row[0])]) {
            row[place++] = table.decode(decoder);
        }
        if (!decoder.isShortest()) {
            // Coded again only to say where it differs.
            MalformedFrameException.requireCanonical(Codec.ENTROPY, payload, encode(row));
        }
        return row;
    }

    private int context(int exitClass) {
        return classes == null ? 0 : exitClass;
    }
}
