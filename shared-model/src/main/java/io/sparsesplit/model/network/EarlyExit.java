package io.sparsesplit.model.network;

/**
 * A linear classifier on the activations behind one of the head's layers, which answers when it is confident enough.
 *
 * @param afterLayer how many layers of the head lie before it, 1 or more
 * @param classifier activations to logits
 * @param criterion what is held against the threshold
 * @param temperature divides the logits before softmax, greater than 0
 * @param threshold least confidence to answer with, in [0, 1]; with 1 the exit never answers
 */
public record EarlyExit(int afterLayer, Layer classifier, Criterion criterion, double temperature, double threshold) {

    public EarlyExit {
        if (afterLayer < 1) {
            throw new IllegalArgumentException("an exit stands after layer 1 or later, not after " + afterLayer);
        }
        if (!(temperature > 0) || temperature == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("an exit's temperature must be greater than 0, not " + temperature);
        }
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("an exit's threshold must be 0 to 1, not " + threshold);
        }
        if (classifier.activation() != Activation.IDENTITY) {
            throw new IllegalArgumentException("an exit's classifier gives logits: its activation must be identity");
        }
    }

    /** What this exit makes of the activations it stands behind. */
    ExitScore judge(float[] activations, double threshold) {
        Classification classification = Classification.softmax(classifier.forward(activations), temperature);
        return new ExitScore(classification, criterion, criterion.confidence(classification), threshold);
    }

    /** The same classifier at the same place with all that calibration chooses. */
    public EarlyExit calibrated(Criterion newCriterion, double newTemperature, double newThreshold) {
        return new EarlyExit(afterLayer, classifier, newCriterion, newTemperature, newThreshold);
    }
}
