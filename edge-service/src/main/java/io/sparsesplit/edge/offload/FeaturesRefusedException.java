package io.sparsesplit.edge.offload;

import io.sparsesplit.edge.outcome.CallOutcome;

/** Thrown when the cloud answered that it cannot read features, and never will. */
final class FeaturesRefusedException extends CloudException {

    private static final long serialVersionUID = 1;

    private final String detail;

    FeaturesRefusedException(String detail) {
        super(CallOutcome.IMAGE_REFUSED, "the cloud refused the features: " + detail);
        this.detail = detail;
    }

    /** Returns the cloud's reason, one sentence. */
    String detail() {
        return detail;
    }
}
