package io.sparsesplit.edge.outcome;

import java.util.Locale;

/**
 * Why an image was answered where it was. The names are stable: answers and metrics carry them. What became of a call to the cloud is
 * a {@link CallOutcome}, which leads to one of these.
 */
public enum AnswerReason {
    /** The exit was confident enough. */
    CONFIDENT(Exit.EDGE),
    /** The exit was not confident enough, but the policy lets nobody else answer. */
    POLICY_LOCAL_ONLY(Exit.EDGE),
    /** The exit was not confident enough: its class is the answer for now, and the cloud's follows. */
    QUEUED(Exit.EDGE_PROVISIONAL),
    /** The cloud answered in time. */
    CLOUD_ANSWERED(Exit.CLOUD),
    /** The cloud failed so often that it is not asked for a while. */
    BREAKER_OPEN(Exit.EDGE_FALLBACK),
    /** As many calls to the cloud as allowed were under way. */
    OVERLOAD(Exit.EDGE_FALLBACK),
    /** The controller's byte budget for the last minute was spent. */
    BYTE_BUDGET(Exit.EDGE_FALLBACK),
    /** No connection to the cloud could be made. */
    REFUSED(Exit.EDGE_FALLBACK),
    /** The cloud did not answer before the deadline. */
    TIMEOUT(Exit.EDGE_FALLBACK),
    /** The connection to the cloud ended without an answer. */
    CONNECTION_LOST(Exit.EDGE_FALLBACK),
    /** The cloud answered with an error. */
    CLOUD_ERROR(Exit.EDGE_FALLBACK),
    /** The cloud's answer was cut short, damaged, or no answer at all. */
    BAD_ANSWER(Exit.EDGE_FALLBACK),
    /** The cloud does not take what travelled for this image, or takes no whole images. */
    IMAGE_REFUSED(Exit.EDGE_FALLBACK),
    /** The cloud has loaded this version with another fingerprint: its tail does not belong to this head. */
    FINGERPRINT_MISMATCH(Exit.EDGE_FALLBACK),
    /** The cloud has loaded other versions, but not this one. */
    UNKNOWN_MODEL(Exit.EDGE_FALLBACK),
    /** As many images as allowed wait for their refinement. */
    OUTBOX_FULL(Exit.EDGE_FALLBACK),
    /** The image's features could not be written to the outbox. */
    OUTBOX_FAILED(Exit.EDGE_FALLBACK);

    private final Exit exit;
    private final String key = name().toLowerCase(Locale.ROOT).replace('_', '-');

    AnswerReason(Exit exit) {
        this.exit = exit;
    }

    /** Returns who answers for this reason. */
    public Exit exit() {
        return exit;
    }

    /** Returns the name as answers and metrics have it, for example {@code breaker-open}. */
    @Override
    public String toString() {
        return key;
    }
}
