package io.sparsesplit.model.network;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How sure a classification is, as a number in [0, 1] that grows with certainty, to be held against a threshold. */
public enum Criterion {
    /** The largest probability. */
    MAX_SOFTMAX {
        @Override
        public double confidence(Classification classification) {
            return classification.probability();
        }
    },
    /** The largest probability less the second largest. */
    MARGIN {
        @Override
        public double confidence(Classification classification) {
            double second = 0;
            for (int c = 0; c < classification.classes(); c++) {
                if (c != classification.classIndex()) {
                    second = Math.max(second, classification.probability(c));
                }
            }
            return classification.probability() - second;
        }
    },
    /** {@code 1 - H / ln C}, one less the normalised entropy of BranchyNet and DDNN; 1 where there is but one class. */
    ENTROPY {
        @Override
        public double confidence(Classification classification) {
            double entropy = 0;
            for (int c = 0; c < classification.classes(); c++) {
                double p = classification.probability(c);
                entropy -= p > 0 ? p * StrictMath.log(p) : 0;
            }
            return Math.min(1, Math.max(0, 1 - entropy / StrictMath.log(Math.max(2, classification.classes()))));
        }
    };

    private final String key = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** In [0, 1]. */
    public abstract double confidence(Classification classification);

    /**
     * The criterion of a name.
     *
     * @throws IllegalArgumentException naming the criteria there are
     */
    public static Criterion of(String name) {
        return Arrays.stream(values())
                .filter(criterion -> criterion.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no criterion '%s'; choose one of %s"
                        .formatted(
                                name,
                                Arrays.stream(values()).map(Criterion::toString).collect(Collectors.joining(", ")))));
    }

    /** The name used in manifests, answers and on the command line, for example {@code max-softmax}. */
    @Override
    public String toString() {
        return key;
    }
}
