package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.model.codec.FrequencyTable;
import io.sparsesplit.model.codec.Prior;
import io.sparsesplit.model.codec.Quantizer;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Prints how a model's features travel.
 *
 * @param codecs codecs of the model
 */
record CodecTable(FeatureCodecs codecs) {

    void print(PrintWriter out) {
        out.printf(
                "  codec       %s, %d features; offers %s%n",
                codecs.standard().codec(), codecs.features(), codecs.names());
        out.printf(
                "  exit class  %s%n",
                codecs.classes() == 0 ? "does not travel" : "one of %d, travels".formatted(codecs.classes()));
        codecs.quantizer().ifPresent(quantizer -> print(out, quantizer));
        codecs.prior().ifPresent(prior -> print(out, prior));
    }

    private static void print(PrintWriter out, Quantizer quantizer) {
        IntStream levels = IntStream.range(0, quantizer.features()).map(quantizer::levels);
        int most = levels.max().orElseThrow();
        int constant = (int) IntStream.range(0, quantizer.features())
                .filter(c -> quantizer.levels(c) == 1)
                .count();
        out.printf("  levels      %d at most, %d features have but one%n", most, constant);
    }

    private static void print(PrintWriter out, Prior prior) {
        int contexts = Math.max(1, prior.classes());
        int frequencies = contexts
                * prior.tables(0).stream().mapToInt(FrequencyTable::symbols).sum();
        out.printf(
                Locale.ROOT,
                "  prior       %d tables of %d frequencies in all; expects %.2f bytes%n",
                contexts * prior.features(),
                frequencies,
                expectedBits(prior) / Byte.SIZE);
    }

    /** Returns the entropy, in bits, of what the prior describes: of the class, and of the features given the class. */
    static double expectedBits(Prior prior) {
        FrequencyTable classes = prior.classTable().orElse(new FrequencyTable(FrequencyTable.TOTAL));
        double bits = entropy(classes);
        for (int c = 0; c < classes.symbols(); c++) {
            bits += share(classes, c)
                    * prior.tables(c).stream().mapToDouble(CodecTable::entropy).sum();
        }
        return bits;
    }

    private static double entropy(FrequencyTable table) {
        return IntStream.range(0, table.symbols())
                .mapToDouble(s -> share(table, s) * table.bits(s))
                .sum();
    }

    private static double share(FrequencyTable table, int symbol) {
        return (double) table.frequency(symbol) / FrequencyTable.TOTAL;
    }
}
