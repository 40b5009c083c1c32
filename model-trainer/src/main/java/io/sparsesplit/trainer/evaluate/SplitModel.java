package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.trainer.data.LabelledImages;

/** Both halves of one published model. */
public record SplitModel(EdgeModel edge, CloudModel cloud) {

    public Manifest manifest() {
        return edge.manifest();
    }

    /** Counts over labelled images, at the thresholds of the manifest. */
    public Evaluation evaluate(LabelledImages images) {
        return Evaluation.of(edge.head(), edge.codec(), cloud.tail(), manifest().preprocessing(), images);
    }
}
