package io.sparsesplit.edge;

import java.util.Locale;

/** Why an image was answered where it was. Both names are stable: answers and metrics carry them. */
enum Reason {
    /** The exit was confident enough. */
    CONFIDENT(Exit.EDGE),
    /** The exit was not, but the policy lets nobody else answer. */
    POLICY_LOCAL_ONLY(Exit.EDGE),
    /** The exit was not: what it thinks is the answer for now, and the cloud's follows. */
    QUEUED(Exit.EDGE_PROVISIONAL),
    /** The cloud answered in time. */
    CLOUD_ANSWERED(Exit.CLOUD),
    /** The cloud failed so often that it is not asked for a while. */
    BREAKER_OPEN(Exit.EDGE_FALLBACK),
    /** As many calls as allowed were under way. */
    OVERLOAD(Exit.EDGE_FALLBACK),
    /** The controller's byte budget for the last minute was spent. */
    BYTE_BUDGET(Exit.EDGE_FALLBACK),
    /** No connection could be made. */
    REFUSED(Exit.EDGE_FALLBACK),
    /** Too late. */
    TIMEOUT(Exit.EDGE_FALLBACK),
    /** The connection ended without an answer. */
    CONNECTION_LOST(Exit.EDGE_FALLBACK),
    /** The cloud answered with an error. */
    CLOUD_ERROR(Exit.EDGE_FALLBACK),
    /** The answer was cut short, damaged, or not one at all. */
    BAD_ANSWER(Exit.EDGE_FALLBACK),
    /** The cloud does not take what travelled for this image, or takes no whole images. */
    IMAGE_REFUSED(Exit.EDGE_FALLBACK),
    /** The cloud holds this version, but with another fingerprint: its tail does not belong to this head. */
    FINGERPRINT_MISMATCH(Exit.EDGE_FALLBACK),
    /** The cloud holds other versions, but not this one. */
    UNKNOWN_MODEL(Exit.EDGE_FALLBACK),
    /** As many images as allowed wait for their refinement. */
    OUTBOX_FULL(Exit.EDGE_FALLBACK),
    /** What should have been refined could not be written to the disk. */
    OUTBOX_FAILED(Exit.EDGE_FALLBACK);

    /** Where the answer comes from. */
    enum Exit {
        EDGE,
        EDGE_PROVISIONAL,
        CLOUD,
        EDGE_FALLBACK;

        private final String key = name().toLowerCase(Locale.ROOT).replace('_', '-');

        @Override
        public String toString() {
            return key;
        }
    }

    private final Exit exit;
    private final String key = name().toLowerCase(Locale.ROOT).replace('_', '-');

    Reason(Exit exit) {
        this.exit = exit;
    }

    Exit exit() {
        return exit;
    }

    /** Whether the cloud was asked, or was tried to be. */
    boolean callsCloud() {
        return switch (this) {
            case CONFIDENT,
                    POLICY_LOCAL_ONLY,
                    QUEUED,
                    BREAKER_OPEN,
                    OVERLOAD,
                    BYTE_BUDGET,
                    OUTBOX_FULL,
                    OUTBOX_FAILED -> false;
            default -> true;
        };
    }

    @Override
    public String toString() {
        return key;
    }
}
