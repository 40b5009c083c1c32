package io.sparsesplit.cloud;

import java.util.Locale;

/** Why a body of frames was not completed. */
enum Rejection {
    MALFORMED,
    UNKNOWN_FINGERPRINT,
    TOO_LARGE,
    EMPTY,
    /** As many requests as allowed were at work. */
    OVERLOAD;

    /** The value of the metric's tag, for example {@code unknown-fingerprint}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
