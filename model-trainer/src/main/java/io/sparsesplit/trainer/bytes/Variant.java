package io.sparsesplit.trainer.bytes;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.trainer.train.Compression;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A way to travel that is trained once for each seed.
 *
 * @param name of it, before a codec's; empty for the usual way
 * @param budget most parameters on the edge, exit included
 * @param compression how features are narrowed, rounded and weighted
 * @param measured codecs whose bytes are counted, all over the same rounded features
 */
record Variant(String name, int budget, Compression compression, List<Codec> measured) {

    private static final int USUAL_BUDGET = 5000;
    private static final int BOTTLENECK = 12;
    private static final int USUAL_BITS = 3;

    /**
     * All ways, for every seed.
     *
     * @param epochs of the training before features are rounded
     */
    static List<Variant> all(int epochs) {
        int last = Compression.usualEpochs(epochs);
        Stream<Variant> usual = Stream.of(
                plain(),
                rounded("", true, 8, Codec.UINT8, Codec.ENTROPY),
                rounded("", true, 6, Codec.PACKED, Codec.ENTROPY),
                rounded("", true, 4, Codec.PACKED, Codec.RUN_LENGTH, Codec.DEFLATE, Codec.ENTROPY),
                rounded("", true, 3, Codec.PACKED, Codec.RUN_LENGTH, Codec.DEFLATE, Codec.ENTROPY),
                rounded("", true, 2, Codec.PACKED, Codec.ENTROPY),
                rounded("static ", false, 4, Codec.ENTROPY),
                rounded("static ", false, 3, Codec.ENTROPY),
                weighted("static ", USUAL_BUDGET, entropy(false).trained(0.002, last)),
                weighted(
                        "bottleneck ",
                        USUAL_BUDGET,
                        entropy(true)
                                .through(BOTTLENECK, Compression.usualMatchEpochs(epochs))
                                .trained(0.001, last)));
        Stream<Variant> rateWeights = DoubleStream.of(0, 0.001, 0.002, 0.004, 0.008)
                .mapToObj(beta -> weighted("", USUAL_BUDGET, entropy(true).trained(beta, last)));
        Stream<Variant> finer = Stream.of(weighted(
                "", USUAL_BUDGET, Compression.of(Codec.ENTROPY, 4, true).trained(0.0005, last)));
        return Stream.of(usual, rateWeights, finer).flatMap(ways -> ways).toList();
    }

    /** What is measured with one seed only: edges of other sizes, and the network as its own teacher. */
    static List<Variant> once(int epochs) {
        int last = Compression.usualEpochs(epochs);
        Stream<Variant> distilled = Stream.of(weighted(
                "distilled ", USUAL_BUDGET, entropy(true).trained(0.002, last).learningOwn(0.5)));
        Stream<Variant> budgets = Stream.of(2500, 16_000)
                .flatMap(budget -> Stream.of(0.001, 0.004)
                        .map(beta -> weighted("", budget, entropy(true).trained(beta, last))));
        return Stream.concat(distilled, budgets).toList();
    }

    /** As few as show that all works. */
    static List<Variant> quick(int epochs) {
        return List.of(
                plain(), weighted("", USUAL_BUDGET, entropy(true).trained(0.001, Compression.usualEpochs(epochs))));
    }

    private static Variant plain() {
        return new Variant("", USUAL_BUDGET, Compression.of(Codec.FLOAT32, 8, true), List.of(Codec.FLOAT32));
    }

    private static Variant rounded(String name, boolean exitClass, int bits, Codec... measured) {
        return new Variant(name, USUAL_BUDGET, Compression.of(Codec.ENTROPY, bits, exitClass), List.of(measured));
    }

    private static Variant weighted(String name, int budget, Compression compression) {
        return new Variant(name, budget, compression, List.of(Codec.ENTROPY));
    }

    private static Compression entropy(boolean exitClass) {
        return Compression.of(Codec.ENTROPY, USUAL_BITS, exitClass);
    }

    /** What a codec of it is called in the results: rounding after training is, and its bits are. */
    String label(Codec codec) {
        return switch (codec) {
            case FLOAT32, UINT8 -> name + codec;
            default -> name + codec + (compression.epochs() == 0 ? " untrained" : "");
        };
    }

    /** Tells it from all others, for a person and for {@code --only}. */
    String title() {
        return "%s%d bits, %s, beta %s, %d parameters"
                .formatted(
                        name,
                        compression.bits(),
                        measured.contains(Codec.FLOAT32)
                                ? "unrounded"
                                : compression.epochs() > 0 ? "trained" : "untrained",
                        compression.beta(),
                        budget);
    }
}
