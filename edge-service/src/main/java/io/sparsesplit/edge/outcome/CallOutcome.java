package io.sparsesplit.edge.outcome;

/** What became of a call to the cloud that was made. The names are stable: metrics and {@code /actuator/inference} carry them. */
public enum CallOutcome {
    /** The cloud answered. */
    ANSWERED(AnswerReason.CLOUD_ANSWERED),
    /** No connection could be made. */
    REFUSED(AnswerReason.REFUSED),
    /** The answer did not come before the deadline. */
    TIMEOUT(AnswerReason.TIMEOUT),
    /** The connection ended without an answer. */
    CONNECTION_LOST(AnswerReason.CONNECTION_LOST),
    /** The cloud answered with an error. */
    CLOUD_ERROR(AnswerReason.CLOUD_ERROR),
    /** The answer was cut short, damaged, or no answer at all. */
    BAD_ANSWER(AnswerReason.BAD_ANSWER),
    /** The cloud does not take what travelled. */
    IMAGE_REFUSED(AnswerReason.IMAGE_REFUSED),
    /** The cloud has loaded the model's version with another fingerprint. */
    FINGERPRINT_MISMATCH(AnswerReason.FINGERPRINT_MISMATCH),
    /** The cloud has loaded other versions, but not the model's. */
    UNKNOWN_MODEL(AnswerReason.UNKNOWN_MODEL);

    private final AnswerReason reason;

    CallOutcome(AnswerReason reason) {
        this.reason = reason;
    }

    /** Returns why an image of such a call is answered as it is. */
    public AnswerReason reason() {
        return reason;
    }

    /** Returns the value of the metric's tag: {@code success}, or what went wrong, for example {@code connection-lost}. */
    public String tag() {
        return this == ANSWERED ? "success" : toString();
    }

    /** Returns the name as the answer's reason has it, for example {@code cloud-answered}. */
    @Override
    public String toString() {
        return reason.toString();
    }
}
