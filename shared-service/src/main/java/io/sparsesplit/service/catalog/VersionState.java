package io.sparsesplit.service.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.sparsesplit.model.artifact.ModelPart;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of a version of a model here.
 *
 * @param name of the model
 * @param version of it
 * @param fingerprint SHA-256 of its manifest; null unless it is loaded
 * @param state of it
 * @param isDefault whether it answers when nothing else is asked for
 * @param since when it came into this state
 * @param problem a sentence saying what is wrong with it; null when nothing is
 */
public record VersionState(
        @Schema(example = "mnist") String name,
        @Schema(example = "3.1.0") String version,
        @Schema(example = "9f2c") @Nullable String fingerprint,

        @Schema(
                allowableValues = {"held", "available", "loading", "refused"},
                type = "string")
        State state,

        @JsonProperty("default") boolean isDefault,
        Instant since,
        @Nullable String problem) {

    /** Where a version stands. */
    public enum State {
        /** It answers. */
        HELD,
        /** It is in the repository, and neither the policy nor anybody wants it. */
        AVAILABLE,
        /** It is being verified and warmed up. */
        LOADING,
        /** Its files are not those of a model that can be used: not yet, or not at all. */
        REFUSED;

        @Override
        @JsonValue
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static VersionState loaded(ModelPart part, boolean isDefault, @Nullable String problem) {
        ModelVersion version = ModelVersion.of(part);
        return of(version, part.fingerprint().toString(), State.HELD, isDefault, problem);
    }

    static VersionState refused(ModelVersion version, String problem) {
        return of(version, null, State.REFUSED, false, problem);
    }

    static VersionState available(ModelVersion version) {
        return of(version, null, State.AVAILABLE, false, null);
    }

    static VersionState loading(ModelVersion version) {
        return of(version, null, State.LOADING, false, null);
    }

    private static VersionState of(
            ModelVersion version,
            @Nullable String fingerprint,
            State state,
            boolean isDefault,
            @Nullable String problem) {
        return new VersionState(
                version.name(), version.version(), fingerprint, state, isDefault, Instant.now(), problem);
    }

    boolean isOf(ModelVersion other) {
        return name.equals(other.name()) && version.equals(other.version());
    }

    /** The same, since when an earlier report of the same state says. */
    VersionState after(VersionState earlier) {
        boolean same = name.equals(earlier.name) && version.equals(earlier.version) && state == earlier.state;
        return same ? new VersionState(name, version, fingerprint, state, isDefault, earlier.since, problem) : this;
    }
}
