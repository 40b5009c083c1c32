package io.sparsesplit.edge.rollout;

import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.edge.rollout.Negotiation.Lack;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wants to know.
 *
 * @param standard the default
 * @param serving what answers in its place: the same, unless the cloud lacks its tail and both have loaded another
 * @param trial under way; null when there is none
 * @param last trial that ended; null when none did since the start
 * @param lacking versions served here whose tail the cloud lacks
 */
record RolloutState(
        Version standard,
        Version serving,
        @Nullable Tried trial,
        @Nullable Ended last,
        List<Lacking> lacking) {

    /**
     * A version.
     *
     * @param name of the model
     * @param version of it
     * @param fingerprint of it
     */
    record Version(
            @Schema(example = "mnist") String name,
            @Schema(example = "3.1.0") String version,
            @Schema(example = "9f2c") String fingerprint) {

        static Version of(ServedModel model) {
            return new Version(
                    model.manifest().name(),
                    model.manifest().version(),
                    model.fingerprint().toString());
        }
    }

    /**
     * A trial under way.
     *
     * @param role canary or shadow
     * @param candidate the version tried
     * @param share of the requests that leave the version open, 0 to 1
     * @param since when
     * @param measured so far
     */
    record Tried(
            @Schema(allowableValues = {"canary", "shadow"}) String role,
            Version candidate,
            @Schema(example = "0.1") double share,
            Instant since,

            @Schema(oneOf = {Canary.View.class, Comparison.View.class})
            Object measured) {}

    /**
     * A version that the cloud lacks.
     *
     * @param version of the model
     * @param fingerprint of it
     * @param since when the edge knows
     */
    record Lacking(String version, String fingerprint, Instant since) {}

    static RolloutState of(
            ServedModel standard,
            ServedModel serving,
            @Nullable Trial trial,
            @Nullable Ended last,
            List<Lack> lacking) {
        return new RolloutState(
                Version.of(standard),
                Version.of(serving),
                trial == null
                        ? null
                        : new Tried(
                                trial.role().toString(),
                                Version.of(trial.candidate()),
                                trial.share(),
                                trial.since(),
                                trial.view()),
                last,
                lacking.stream()
                        .map(lack -> new Lacking(lack.version(), lack.fingerprint(), lack.since()))
                        .toList());
    }
}
