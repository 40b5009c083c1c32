package io.sparsesplit.service.settings;

import io.sparsesplit.model.artifact.ArtifactException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is wrong with the model's files when the start fails for them. */
class ArtifactFailureAnalyzer extends AbstractFailureAnalyzer<ArtifactException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ArtifactException cause) {
        return new FailureAnalysis(
                "The model cannot be loaded: " + cause.getMessage() + ".",
                "Point sparsesplit.model.repository to the folder of the models, and choose with sparsesplit.model.name"
                        + " and sparsesplit.model.version one that is in it. Files that are damaged or missing must be"
                        + " copied there again.",
                cause);
    }
}
