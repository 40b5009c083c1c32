package io.sparsesplit.service.catalog;

import io.sparsesplit.model.artifact.ModelPart;

/** A version of a model. */
record ModelVersion(String name, String version) {

    static ModelVersion of(ModelPart part) {
        return new ModelVersion(part.manifest().name(), part.manifest().version());
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
