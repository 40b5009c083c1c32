package io.sparsesplit.service.catalog;

import io.sparsesplit.model.artifact.ModelPart;

/**
 * How a service gets its part of a model ready.
 *
 * @param <M> what it loads
 */
public interface PartLoader<M extends ModelPart> {

    /** Most images that go through a part before it serves. */
    int WARM_UP_IMAGES = 300;

    /**
     * Reads a version and checks all of it.
     *
     * @throws io.sparsesplit.model.artifact.ArtifactException when it is not there or cannot be used
     */
    M load(String name, String version);

    /** Runs one image through the whole of a part, as a request would. */
    void run(M part);
}
