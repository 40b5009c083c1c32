package io.sparsesplit.model.network;

/** Whether the head answers or the tail must. Either way there is a best answer so far. */
public sealed interface ExitDecision {

    /** The verdict of the last exit that was asked. */
    Verdict verdict();

    /** An exit was confident: its answer stands. */
    record Exit(Verdict verdict) implements ExitDecision {}

    /** No exit was confident: the features travel. */
    final class Continue implements ExitDecision {

        private final float[] features;
        private final Verdict verdict;

        Continue(float[] features, Verdict verdict) {
            this.features = features;
            this.verdict = verdict;
        }

        /** Activations at the split; not a copy. */
        public float[] features() {
            return features;
        }

        @Override
        public Verdict verdict() {
            return verdict;
        }
    }
}
