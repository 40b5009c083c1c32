package io.sparsesplit.benchmarks;

import io.sparsesplit.model.codec.Features;
import io.sparsesplit.model.codec.FrequencyTable;
import io.sparsesplit.model.codec.Prior;
import io.sparsesplit.model.codec.Quantizer;
import java.util.List;
import java.util.Random;

/** Features without end, of every {@link Kind} in turn; the same on every JDK. */
final class RandomFeatures {

    /** What to expect of features. */
    private enum Kind {
        /** As often as the prior says. */
        LIKELY,
        /** Each level as often as any other. */
        EVEN,
        /** The level that the prior expects least: the longest payloads. */
        LEAST_LIKELY,
        /** The first or the last level: what makes carries. */
        ENDS,
        /** Any numbers that a float can be. */
        ANYTHING
    }

    private final Quantizer quantizer;
    private final Prior prior;
    private final Random random;
    private int count;

    /**
     * For a model.
     *
     * @param prior of the quantizer's levels
     */
    RandomFeatures(Quantizer quantizer, Prior prior, long seed) {
        this.quantizer = quantizer;
        this.prior = prior;
        random = new Random(seed);
    }

    Features next() {
        Kind kind = Kind.values()[count++ % Kind.values().length];
        int exitClass = prior.classTable()
                .map(classes -> kind == Kind.LIKELY ? draw(classes) : random.nextInt(classes.symbols()))
                .orElse(0);
        List<FrequencyTable> tables = prior.tables(exitClass);
        float[] values = new float[tables.size()];
        for (int channel = 0; channel < values.length; channel++) {
            values[channel] = kind == Kind.ANYTHING ? anything() : near(channel, level(kind, tables.get(channel)));
        }
        return new Features(values, exitClass);
    }

    private int level(Kind kind, FrequencyTable table) {
        return switch (kind) {
            case LIKELY -> draw(table);
            case LEAST_LIKELY -> rarest(table);
            case ENDS -> random.nextBoolean() ? 0 : table.symbols() - 1;
            case EVEN, ANYTHING -> random.nextInt(table.symbols());
        };
    }

    private int draw(FrequencyTable table) {
        int part = random.nextInt(FrequencyTable.TOTAL);
        int symbol = 0;
        while (part >= table.frequency(symbol)) {
            part -= table.frequency(symbol++);
        }
        return symbol;
    }

    private static int rarest(FrequencyTable table) {
        int rarest = 0;
        for (int s = 1; s < table.symbols(); s++) {
            rarest = table.frequency(s) < table.frequency(rarest) ? s : rarest;
        }
        return rarest;
    }

    /** Up to half a step from the value of a level: that is where the level begins and ends. */
    private float near(int channel, int level) {
        return (float) (quantizer.value(channel, level) + (random.nextDouble() - 0.5) * quantizer.step(channel));
    }

    private float anything() {
        float value;
        do {
            value = Float.intBitsToFloat(random.nextInt());
        } while (!Float.isFinite(value));
        return value;
    }
}
