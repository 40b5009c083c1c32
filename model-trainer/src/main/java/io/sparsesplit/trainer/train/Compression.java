package io.sparsesplit.trainer.train;

import io.sparsesplit.model.codec.Codec;

/**
 * How features are to travel, and what training does about it.
 *
 * @param codec the standard one
 * @param bits of a level, 1 to 8; without influence on {@link Codec#FLOAT32}, and on {@link Codec#UINT8} in the last phase only
 * @param exitClass whether the exit's class travels with the features: the code of each depends on it, and the tail reads it
 * @param bottleneck width of a narrow layer that is put at the split; 0 for none
 * @param freezeHead whether the head, bottleneck included, stays as it is in the last phase
 * @param ownShare of the answers of the network as it was before its features were narrowed and rounded, in what the last phase
 *     learns, 0 to 1; labels have the rest
 * @param beta nats of loss that a bit is worth in the last phase, 0 or more
 * @param epochs of the last phase, in which the network gets used to what becomes of its features; 0 for none
 * @param matchEpochs of the phase before, in which only a bottleneck learns, 1 or more; without influence where there is none
 */
public record Compression(
        Codec codec,
        int bits,
        boolean exitClass,
        int bottleneck,
        boolean freezeHead,
        double ownShare,
        double beta,
        int epochs,
        int matchEpochs) {

    /** Of a rounded feature, unless it is told otherwise. */
    public static final int USUAL_BITS = 4;

    /** For entropy-coded features, unless it is told otherwise. */
    public static final double USUAL_BETA = 0.0005;

    public Compression {
        require(bits >= 1 && bits <= 8, "--bits must be 1 to 8, not " + bits);
        require(bottleneck >= 0, "--bottleneck must be 1 or more, or 0 for none, not " + bottleneck);
        require(ownShare >= 0 && ownShare <= 1, "--own-share must be 0 to 1, not " + ownShare);
        require(beta >= 0 && beta <= 1, "--beta must be 0 to 1, not " + beta);
        require(epochs >= 0, "--compress-epochs must be 0 or more, not " + epochs);
        require(
                beta == 0 || codec == Codec.ENTROPY,
                "--beta needs --codec entropy: what it teaches is what that codec's tables charge, not what " + codec
                        + " takes");
        require(beta == 0 || epochs > 0, "--beta makes bits dear in the last phase: it needs --compress-epochs");
        require(ownShare == 0 || epochs > 0, "--own-share is learned in the last phase: it needs --compress-epochs");
        require(
                !freezeHead || epochs > 0,
                "--freeze-head leaves the edge as it is in the last phase: it needs --compress-epochs");
        require(matchEpochs >= 1, "a bottleneck needs 1 epoch or more to learn in, not " + matchEpochs);
    }

    /** Epochs that a network usually takes to get used to what becomes of its features, after so many of training. */
    public static int usualEpochs(int epochs) {
        return Math.max(1, 2 * epochs / 3);
    }

    /** Epochs that a bottleneck usually takes to learn to carry them. */
    public static int usualMatchEpochs(int epochs) {
        return Math.max(1, epochs / 6);
    }

    /** Features as they are, or rounded after a training that knew nothing of it. */
    public static Compression of(Codec codec, int bits, boolean exitClass) {
        return new Compression(codec, bits, exitClass, 0, false, 0, 0, 0, 1);
    }

    /**
     * Whether the tail reads the exit's class from the first phase on. Behind a bottleneck it is the new layer that reads it, and
     * the network it is put into does not.
     */
    public boolean guidedFromStart() {
        return exitClass && bottleneck == 0;
    }

    /** The same with a last phase. */
    public Compression trained(double rateWeight, int count) {
        return new Compression(
                codec, bits, exitClass, bottleneck, freezeHead, ownShare, rateWeight, count, matchEpochs);
    }

    /** The same through a bottleneck. */
    public Compression through(int width, int count) {
        return new Compression(codec, bits, exitClass, width, freezeHead, ownShare, beta, epochs, count);
    }

    /** The same, learning its own answers from before as well. */
    public Compression learningOwn(double share) {
        return new Compression(codec, bits, exitClass, bottleneck, freezeHead, share, beta, epochs, matchEpochs);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
