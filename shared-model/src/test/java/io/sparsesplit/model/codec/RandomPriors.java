package io.sparsesplit.model.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Priors of every shape, and features that are as likely as they say, or that they hardly expect. */
final class RandomPriors {

    private final Random random;

    RandomPriors(long seed) {
        random = new Random(seed);
    }

    /** Steps of 1 from 0: a value is its level. */
    Quantizer quantizer(int features, int maxLevels) {
        int[] levels = new int[features];
        float[] step = new float[features];
        Arrays.fill(step, 1);
        for (int i = 0; i < features; i++) {
            levels[i] = 1 + random.nextInt(maxLevels);
        }
        return new Quantizer(new float[features], step, levels);
    }

    Prior prior(Quantizer quantizer, int classes) {
        List<List<FrequencyTable>> channels = new ArrayList<>();
        for (int c = 0; c < Math.max(1, classes); c++) {
            List<FrequencyTable> tables = new ArrayList<>();
            for (int i = 0; i < quantizer.features(); i++) {
                tables.add(table(quantizer.levels(i)));
            }
            channels.add(tables);
        }
        return new Prior(classes == 0 ? null : table(classes), channels);
    }

    /** Uniform, or one symbol nearly certain, or anything between. */
    FrequencyTable table(int symbols) {
        double skew = random.nextInt(4) * 3;
        double[] counts = random.doubles(symbols).map(u -> Math.pow(u, skew)).toArray();
        counts[random.nextInt(symbols)] += skew > 6 ? 1e6 : 1e-9;
        return FrequencyTable.of(counts);
    }

    /** Drawn from the prior. */
    Features likely(Prior prior) {
        int exitClass = prior.classTable().map(this::draw).orElse(0);
        float[] values = new float[prior.features()];
        for (int i = 0; i < values.length; i++) {
            values[i] = draw(prior.tables(exitClass).get(i));
        }
        return new Features(values, exitClass);
    }

    /** Every symbol as likely as any other, or always the first, or always the last, which makes carries. */
    Features any(Prior prior) {
        int kind = random.nextInt(3);
        int exitClass = prior.classes() == 0 ? 0 : pick(prior.classes(), kind);
        float[] values = new float[prior.features()];
        for (int i = 0; i < values.length; i++) {
            values[i] = pick(prior.tables(exitClass).get(i).symbols(), kind);
        }
        return new Features(values, exitClass);
    }

    private int pick(int symbols, int kind) {
        return kind == 0 ? random.nextInt(symbols) : kind == 1 ? 0 : symbols - 1;
    }

    private int draw(FrequencyTable table) {
        int part = random.nextInt(FrequencyTable.TOTAL);
        int symbol = 0;
        while (part >= table.frequency(symbol)) {
            part -= table.frequency(symbol++);
        }
        return symbol;
    }
}
