package io.sparsesplit.edge.offload;

import io.sparsesplit.edge.outcome.CallOutcome;
import io.sparsesplit.model.artifact.EdgeModel;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The cloud answered that it has not loaded the tail of a head. */
final class ModelNotLoadedException extends CloudException {

    private static final long serialVersionUID = 1;

    private static final JsonMapper JSON = new JsonMapper();

    private final transient EdgeModel model;
    private final transient List<String> loaded;

    private ModelNotLoadedException(CallOutcome outcome, EdgeModel model, List<String> loaded) {
        super(outcome, "the cloud has not loaded model " + model.fingerprint());
        this.model = model;
        this.loaded = loaded;
    }

    /**
     * From the answer of a cloud.
     *
     * @param problem detail that lists what the cloud has loaded, as {@code {"loaded": [{"name", "version", "fingerprint"}]}}; anything
     *     else lists nothing
     */
    static ModelNotLoadedException of(EdgeModel model, byte[] problem) {
        List<JsonNode> listed = listed(problem);
        boolean sameVersion = listed.stream()
                .anyMatch(other -> is(other, "name", model.manifest().name())
                        && is(other, "version", model.manifest().version()));
        return new ModelNotLoadedException(
                sameVersion || listed.isEmpty() ? CallOutcome.FINGERPRINT_MISMATCH : CallOutcome.UNKNOWN_MODEL,
                model,
                listed.stream()
                        .map(other -> other.path("fingerprint").asString(""))
                        .toList());
    }

    /** Returns the model that the cloud has not loaded. */
    EdgeModel model() {
        return model;
    }

    /** Returns the fingerprints of the models that the cloud has loaded. */
    List<String> loaded() {
        return loaded;
    }

    private static List<JsonNode> listed(byte[] problem) {
        try {
            return JSON.readTree(problem).path("held").valueStream().toList();
        } catch (JacksonException e) {
            return List.of();
        }
    }

    private static boolean is(JsonNode other, String field, String value) {
        return other.path(field).asString("").equals(value);
    }
}
