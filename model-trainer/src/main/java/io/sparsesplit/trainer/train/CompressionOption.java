package io.sparsesplit.trainer.train;

import io.sparsesplit.model.codec.Codec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of training that say how features travel; a picocli mixin. */
final class CompressionOption {

    @Option(
            names = "--codec",
            paramLabel = "CODEC",
            description = "How features travel: float32, uint8, packed, run-length, deflate or entropy.")
    private Codec codec = Codec.ENTROPY;

    @Option(
            names = "--bits",
            paramLabel = "N",
            defaultValue = Option.NULL_VALUE,
            description = "Of a rounded feature, 1 to 8. Default: 8 for uint8, otherwise 4. float32 does not round,"
                    + " and uint8 always sends 8.")
    private @Nullable Integer bits;

    @Option(
            names = "--beta",
            paramLabel = "NATS",
            defaultValue = Option.NULL_VALUE,
            description = "What a bit that travels is worth in training: more makes messages shorter and answers worse."
                    + " Default: 0.0005 for entropy, otherwise 0.")
    private @Nullable Double beta;

    @Option(
            names = "--compress-epochs",
            paramLabel = "N",
            defaultValue = Option.NULL_VALUE,
            description =
                    "Passes in which the trained network learns to live with rounded features; 0 rounds them afterwards."
                            + " Default: two thirds of --epochs for entropy or with a bottleneck, otherwise 0.")
    private @Nullable Integer epochs;

    @Option(
            names = "--exit-class",
            negatable = true,
            defaultValue = Option.NULL_VALUE,
            description =
                    "The exit's class travels, too: the code of each feature depends on it, and the tail reads it."
                            + " Default: for entropy.")
    private @Nullable Boolean exitClass;

    @Option(
            names = "--bottleneck",
            paramLabel = "WIDTH",
            description =
                    "Put a layer of so many features at the split, which learns to carry the old ones; 0 for none.")
    private int bottleneck;

    @Option(
            names = "--freeze-head",
            description =
                    "Leave the edge's part as it is in --compress-epochs, while the tail gets used to what arrives.")
    private boolean freezeHead;

    @Option(
            names = "--own-share",
            paramLabel = "SHARE",
            description =
                    "Share of the network's own answers to unrounded features in what it learns in --compress-epochs, 0 to 1."
                            + " These are then not resumed from the middle, but from their beginning.")
    private double ownShare;

    /**
     * What was chosen, and what is usual otherwise.
     *
     * @throws IllegalArgumentException when options do not fit together
     */
    Compression compression(int trainingEpochs) {
        boolean entropy = codec == Codec.ENTROPY;
        int usual = entropy || bottleneck > 0 ? Compression.usualEpochs(trainingEpochs) : 0;
        int lastPhase = epochs == null ? usual : epochs;
        return new Compression(
                codec,
                bits == null ? usualBits() : bits,
                exitClass == null ? entropy : exitClass,
                bottleneck,
                freezeHead,
                ownShare,
                beta == null ? (entropy && lastPhase > 0 ? Compression.USUAL_BETA : 0) : beta,
                lastPhase,
                Compression.usualMatchEpochs(trainingEpochs));
    }

    private int usualBits() {
        return switch (codec) {
            case UINT8, FLOAT32 -> 8;
            default -> Compression.USUAL_BITS;
        };
    }

    /** All of it as options, each with a space before it. */
    String arguments(Compression chosen) {
        StringBuilder arguments = new StringBuilder(" --codec %s --bits %d".formatted(chosen.codec(), chosen.bits()));
        if (chosen.bottleneck() > 0) {
            arguments.append(" --bottleneck ").append(chosen.bottleneck());
        }
        arguments.append(chosen.exitClass() ? " --exit-class" : " --no-exit-class");
        arguments.append(" --compress-epochs ").append(chosen.epochs());
        if (chosen.epochs() > 0) {
            arguments
                    .append(" --beta ")
                    .append(chosen.beta())
                    .append(" --own-share ")
                    .append(chosen.ownShare());
            arguments.append(chosen.freezeHead() ? " --freeze-head" : "");
        }
        return arguments.toString();
    }
}
