package io.sparsesplit.cloud;

import io.sparsesplit.cloud.LoadedModels.Loaded;
import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.codec.CompletionFrame;
import io.sparsesplit.model.network.Classification;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;

/** What a model makes of one image. */
public record Completion(CloudModel model, Classification classification) {

    /**
     * As JSON.
     *
     * @param label of the most probable class
     * @param classIndex of it
     * @param confidence its probability
     * @param probabilities of all classes
     * @param model that answered
     */
    @Schema(name = "Completion")
    public record Json(
            @Schema(example = "7") String label,
            @Schema(example = "7") int classIndex,
            @Schema(example = "0.9931") float confidence,
            List<Float> probabilities,
            Loaded model) {}

    public Json toJson() {
        List<Float> probabilities = new ArrayList<>();
        for (float probability : classification.probabilities()) {
            probabilities.add(probability);
        }
        int best = classification.classIndex();
        return new Json(
                model.manifest().labels().get(best),
                best,
                classification.probability(),
                probabilities,
                Loaded.of(model));
    }

    public CompletionFrame toFrame() {
        return new CompletionFrame(model.fingerprint().toBytes(), classification.probabilities());
    }
}
