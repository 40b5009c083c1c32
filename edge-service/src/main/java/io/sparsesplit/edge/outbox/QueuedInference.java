package io.sparsesplit.edge.outbox;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What there is to know about an inference that was put into the outbox.
 *
 * @param id of it
 * @param state where it has got to
 * @param event number of the event that told of its end, larger for every later one; null while it is pending
 * @param acceptedAt when it was put in
 * @param endedAt when it was refined, or given up; null while it is pending
 * @param model that answers
 * @param provisional what the edge said at once
 * @param refined what the cloud said later; null unless it was refined
 * @param revised whether the cloud said something else than the edge; null unless it was refined
 * @param reason why it will not be refined; null unless it failed
 */
record QueuedInference(
        UUID id,

        @Schema(
                type = "string",
                allowableValues = {"pending", "refined", "expired", "failed", "dropped"})
        String state,

        @Schema(example = "1767225600001") @Nullable Long event,
        Instant acceptedAt,
        @Nullable Instant endedAt,
        Model model,
        Label provisional,
        @Nullable Label refined,
        @Nullable Boolean revised,
        @Nullable String reason) {

    /**
     * An answer of edge or cloud.
     *
     * @param label of the class
     * @param classIndex of it
     * @param confidence its probability
     */
    record Label(
            @Schema(example = "7") String label,
            @Schema(example = "7") int classIndex,
            @Schema(example = "0.983") float confidence) {}

    /**
     * Which model.
     *
     * @param name of it
     * @param version of it
     * @param fingerprint SHA-256 of its manifest
     */
    record Model(
            @Schema(example = "mnist") String name,
            @Schema(example = "3.1.0") String version,
            @Schema(example = "9f2c") String fingerprint) {}
}
