package io.sparsesplit.model.network;

/** The probabilities of the classes and what follows from them. Immutable. */
public final class Classification {

    private static final double MAX_ROUNDING = 0.01;

    private final float[] probabilities;
    private final int classIndex;

    private Classification(float[] probabilities) {
        this.probabilities = probabilities;
        int best = 0;
        for (int c = 1; c < probabilities.length; c++) {
            if (probabilities[c] > probabilities[best]) {
                best = c;
            }
        }
        this.classIndex = best;
    }

    /**
     * {@code softmax(logits / temperature)}.
     *
     * <p>Always probabilities: a logit that overflowed takes all, one that is no number takes nothing, and where none says
     * anything all classes are alike.
     *
     * <p>Exponentials are {@link StrictMath}'s, so that every JDK takes the same decision for the same image.
     *
     * @param logits one per class, at least one; not changed
     * @param temperature greater than 0; 1 leaves the logits as they are
     */
    public static Classification softmax(float[] logits, double temperature) {
        float max = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, orNothing(logit));
        }
        double[] exponentials = new double[logits.length];
        double sum = 0;
        for (int c = 0; c < logits.length; c++) {
            float logit = orNothing(logits[c]);
            exponentials[c] = logit == max ? 1 : StrictMath.exp((logit - max) / temperature);
            sum += exponentials[c];
        }
        float[] probabilities = new float[logits.length];
        for (int c = 0; c < logits.length; c++) {
            probabilities[c] = (float) (exponentials[c] / sum);
        }
        return new Classification(probabilities);
    }

    /**
     * From probabilities that another machine computed.
     *
     * @param probabilities at least one, each in [0, 1], summing to 1 up to rounding; copied
     * @throws IllegalArgumentException when they are not such
     */
    public static Classification ofProbabilities(float[] probabilities) {
        double sum = 0;
        for (float probability : probabilities) {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("a probability is 0 to 1, not " + probability);
            }
            sum += probability;
        }
        if (Math.abs(sum - 1) > MAX_ROUNDING) {
            throw new IllegalArgumentException("the probabilities of all classes sum to 1, not " + sum);
        }
        return new Classification(probabilities.clone());
    }

    /** One per class, each in [0, 1], summing to 1 up to rounding; a copy. */
    public float[] probabilities() {
        return probabilities.clone();
    }

    /** The most probable class; of equals the first. */
    public int classIndex() {
        return classIndex;
    }

    /** The probability of {@link #classIndex()}. */
    public float probability() {
        return probabilities[classIndex];
    }

    /** Number of classes. */
    public int classes() {
        return probabilities.length;
    }

    float probability(int c) {
        return probabilities[c];
    }

    private static float orNothing(float logit) {
        return Float.isNaN(logit) ? Float.NEGATIVE_INFINITY : logit;
    }
}
