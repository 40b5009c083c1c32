package io.sparsesplit.edge.outbox;

import io.sparsesplit.model.artifact.EdgeModel;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * What is kept of a model, so that what waits can be sent, and read, when the model is no longer loaded.
 *
 * @param fingerprint 64 hexadecimal digits
 * @param labels of its classes
 */
public record ModelName(
        @Schema(example = "mnist") String name,
        @Schema(example = "3.0.0") String version,
        @Schema(example = "9f2c") String fingerprint,
        @com.fasterxml.jackson.annotation.JsonIgnore List<String> labels) {

    public static ModelName of(EdgeModel model) {
        return new ModelName(
                model.manifest().name(),
                model.manifest().version(),
                model.fingerprint().toString(),
                model.manifest().labels());
    }
}
