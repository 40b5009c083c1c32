package io.sparsesplit.trainer.explain;

import org.jspecify.annotations.Nullable;

/** Words for the reasons why a cloud had no part in an answer. */
final class Failure {

    private Failure() {}

    /**
     * Returns what happened, as a clause.
     *
     * @param reason of an answer
     * @param deadlineMs of the image, in milliseconds; null when that is not known
     */
    static String of(String reason, @Nullable Long deadlineMs) {
        return switch (reason) {
            case "breaker-open" -> "the cloud is not asked for a while, since it failed too often";
            case "overload" -> "too many calls or requests were under way";
            case "byte-budget" -> "the controller's byte budget was spent";
            case "refused" -> "no connection to it could be made";
            case "timeout" ->
                deadlineMs == null
                        ? "it was too slow"
                        : "it was too slow for the deadline of %d ms".formatted(deadlineMs);
            case "connection-lost" -> "the connection ended without an answer";
            case "cloud-error" -> "it answered with an error";
            case "bad-answer" -> "its answer was damaged or none at all";
            case "image-refused" -> "it does not take what was sent for this image";
            case "fingerprint-mismatch" -> "it holds other files of this version";
            case "unknown-model" -> "it does not hold this version";
            case "outbox-full" -> "the outbox had no room for the image";
            case "outbox-failed" -> "the outbox could not be written";
            default -> "it gave no answer (%s)".formatted(reason);
        };
    }

    /** Returns what would have let the cloud answer, as the beginning of a sentence. */
    static String remedy(String reason) {
        return switch (reason) {
            case "breaker-open" -> "The breaker closes when the cloud answers again";
            case "overload" -> "Fewer requests at a time would have let it be asked";
            case "byte-budget" -> "A larger byte budget would have let it be asked";
            case "timeout" -> "A longer deadline, or a faster link, might have let it answer";
            case "image-refused" -> "The policy split sends features in place of the image";
            case "fingerprint-mismatch", "unknown-model" -> "The same version on both sides would have let it answer";
            case "outbox-full" -> "More room (sparsesplit.outbox.capacity) would have let the image wait";
            case "outbox-failed" -> "A disk that can be written would have let the image wait";
            default -> "A cloud within reach would have answered";
        };
    }
}
