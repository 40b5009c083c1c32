package io.sparsesplit.model.network;

import io.sparsesplit.model.codec.Features;
import io.sparsesplit.model.pattern.Junction;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The part of a network that lives on the edge: the layers up to the split, and one or more exits on the way. Immutable.
 */
public final class Head {

    /** No confidence reaches this threshold: with it, {@link #decide} always continues. */
    public static final double NEVER = Double.POSITIVE_INFINITY;

    private final List<Layer> layers;
    private final List<EarlyExit> exits;
    private final @Nullable OutOfDistribution outOfDistribution;

    /**
     * A head from its parts, without an out-of-distribution detector.
     *
     * @param layers one or more, each fitting the one before
     * @param exits one or more, in the order in which they stand, at most one behind a layer; layers behind the last exit only
     *     prepare the features, as the encoder of a bottleneck does (BottleFit, Matsubara et al., 2022), and run when no exit
     *     answers
     * @throws IllegalArgumentException when the parts do not fit
     */
    public Head(List<Layer> layers, List<EarlyExit> exits) {
        this(layers, exits, null);
    }

    private Head(List<Layer> layers, List<EarlyExit> exits, @Nullable OutOfDistribution outOfDistribution) {
        this.layers = Layers.chained("head", layers);
        this.exits = List.copyOf(exits);
        this.outOfDistribution = outOfDistribution;
        requireExits();
        if (outOfDistribution != null) {
            requireFitting(outOfDistribution);
        }
    }

    /**
     * Returns the same head with an out-of-distribution detector, or without one.
     *
     * <p>The detector reads what the first exit reads. That exit is the only one that is asked for every image: what the detector
     * says of an image does not depend on any threshold.
     *
     * @param detector the detector; null for none
     * @throws IllegalArgumentException when it reads another number of activations or has another number of classes
     */
    public Head withOutOfDistribution(@Nullable OutOfDistribution detector) {
        return new Head(layers, exits, detector);
    }

    public List<Layer> layers() {
        return layers;
    }

    public List<EarlyExit> exits() {
        return exits;
    }

    /** Returns the out-of-distribution detector; null when there is none. */
    public @Nullable OutOfDistribution outOfDistribution() {
        return outOfDistribution;
    }

    /** Length of the input vector. */
    public int inputs() {
        return layers.get(0).junction().inputs();
    }

    /** Length of the feature vector at the split. */
    public int features() {
        return layers.get(layers.size() - 1).junction().outputs();
    }

    /** Number of classes. */
    public int classes() {
        return exits.get(0).classifier().junction().outputs();
    }

    /** Weights and biases on the edge, exits included; an out-of-distribution detector has its own count. */
    public int parameters() {
        return Layers.parameters(layers)
                + exits.stream()
                        .mapToInt(exit -> exit.classifier().parameters())
                        .sum();
    }

    /**
     * Runs the layers, asking each exit on the way; the first that is confident answers.
     *
     * @param input length {@link #inputs()}
     * @param threshold holds for all exits in place of their own: 0 makes the first exit answer, {@link #NEVER} none
     */
    public ExitDecision decide(float[] input, OptionalDouble threshold) {
        if (threshold.isEmpty()) {
            return decide(input, EarlyExit::threshold);
        }
        double forAll = threshold.getAsDouble();
        return decide(input, exit -> forAll);
    }

    /**
     * Runs the layers, asking each exit on the way; the first that is confident answers.
     *
     * @param input length {@link #inputs()}
     * @param threshold what each exit is held against
     */
    public ExitDecision decide(float[] input, ToDoubleFunction<EarlyExit> threshold) {
        float[] activations = input;
        int layer = 0;
        List<ExitScore> exitScores = new ArrayList<>(exits.size());
        OutOfDistributionScore score = null;
        for (EarlyExit exit : exits) {
            activations = forward(activations, layer, exit.afterLayer());
            layer = exit.afterLayer();
            if (outOfDistribution != null && exitScores.isEmpty()) {
                score = outOfDistribution.judge(activations);
            }
            ExitScore exitScore = exit.judge(activations, threshold.applyAsDouble(exit));
            exitScores.add(exitScore);
            if (exitScore.confident()) {
                return new ExitDecision.Exit(exitScores, score);
            }
        }
        Features features = new Features(
                forward(activations, layer, layers.size()),
                exitScores.get(exitScores.size() - 1).classification().classIndex());
        return new ExitDecision.Continue(features, exitScores, score);
    }

    /**
     * Returns what the first exit, and with it an out-of-distribution detector, reads of an image.
     *
     * @param input input vector, length {@link #inputs()}
     */
    public float[] firstExitActivations(float[] input) {
        return forward(input, 0, exits.get(0).afterLayer());
    }

    private float[] forward(float[] input, int from, int to) {
        float[] activations = input;
        for (Layer layer : layers.subList(from, to)) {
            activations = layer.forward(activations);
        }
        return activations;
    }

    private void requireFitting(OutOfDistribution detector) {
        int features = exits.get(0).classifier().junction().inputs();
        if (detector.features() != features || detector.classes() != classes()) {
            throw new IllegalArgumentException(
                    "the out-of-distribution detector reads %d activations and has %d classes, but the first exit reads %d and has %d"
                            .formatted(detector.features(), detector.classes(), features, classes()));
        }
    }

    private void requireExits() {
        if (exits.isEmpty() || exits.get(exits.size() - 1).afterLayer() > layers.size()) {
            throw new IllegalArgumentException(
                    "the head needs an exit, and the last one must stand at the split or before it: after layer %d or earlier"
                            .formatted(layers.size()));
        }
        for (int e = 1; e < exits.size(); e++) {
            if (exits.get(e).afterLayer() <= exits.get(e - 1).afterLayer()) {
                throw new IllegalArgumentException("exits must stand after different layers, in ascending order");
            }
        }
        for (EarlyExit exit : exits) {
            Junction classifier = exit.classifier().junction();
            int features = layers.get(exit.afterLayer() - 1).junction().outputs();
            if (classifier.inputs() != features) {
                throw new IllegalArgumentException("the exit after layer %d reads %d activations, but the layer has %d"
                        .formatted(exit.afterLayer(), classifier.inputs(), features));
            }
            if (classifier.outputs() != classes()) {
                throw new IllegalArgumentException("all exits must have the same number of classes");
            }
        }
    }
}
