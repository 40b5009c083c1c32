package io.sparsesplit.edge.inference;

import io.sparsesplit.edge.outcome.Policy;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.model.network.ExitDecision.Continue;

/**
 * Holds what the head made of an image whose answer is still to come. Moments are those of {@link System#nanoTime}.
 *
 * @param imageBytes length of the image as it came
 * @param context how the image is routed
 * @param arrival moment at which all of the image was there
 * @param decoded moment at which the image was an input vector
 * @param decided moment at which the head had decided
 * @param exits what the exits made of the image
 */
record HeadResult(
        int imageBytes, RoutingContext context, long arrival, long decoded, long decided, ExitDecision exits) {

    /** Returns whether the cloud is to answer the image. */
    boolean wantsCloud() {
        return exits instanceof Continue && context.request().policy() != Policy.LOCAL_ONLY;
    }

    long decodeNanos() {
        return decoded - arrival;
    }

    long headNanos() {
        return decided - decoded;
    }
}
