package io.sparsesplit.edge.outbox;

import io.sparsesplit.model.codec.Frame;
import io.sparsesplit.model.network.Classification;
import java.util.List;

/** Lets the cloud refine what waits in the outbox. */
public interface RefinementClient {

    /**
     * Features of one model on their way.
     *
     * @param model model of the features
     * @param frames encoded features, at least one frame
     */
    record Batch(KnownModel model, List<Frame> frames) {}

    /** Tells what came of asking the cloud. */
    sealed interface Outcome {

        /** All are completed, in their order. */
        record Completed(List<Classification> answers) implements Outcome {}

        /** The cloud cannot read one of them, and never will. */
        record Refused(String reason) implements Outcome {}

        /** The cloud has not loaded their model now. */
        record NotLoaded() implements Outcome {}

        /** The cloud did not answer, or not as it should: worth another try. */
        record Unanswered(String reason) implements Outcome {}

        /**
         * There are bytes left for fewer only.
         *
         * @param affordable how many of the first, 0 for none at present
         */
        record TooMany(int affordable) implements Outcome {}

        /** The cloud is not to be asked at present. */
        record NotNow() implements Outcome {}
    }

    /** Asks the cloud, and waits for it no longer than its deadline. Never throws. */
    Outcome send(Batch batch);

    /**
     * Remembers whom to tell when the cloud is asked again after a pause.
     *
     * @param listener not to take long
     */
    void onReturn(Runnable listener);
}
