package io.sparsesplit.edge.models;

import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.artifact.Fingerprint;
import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.model.artifact.ModelPart;
import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.network.Head;

/**
 * All that one version of a model needs to answer an image. A request takes one and keeps it to its end, so that what
 * decoded its image, ran its head, encoded its features and named its fingerprint always belong together.
 *
 * @param model the edge's part of the network
 * @param decoder from image files to its inputs
 */
public record ServedModel(EdgeModel model, ImageDecoder decoder) implements ModelPart {

    @Override
    public Manifest manifest() {
        return model.manifest();
    }

    @Override
    public Fingerprint fingerprint() {
        return model.fingerprint();
    }

    public Head head() {
        return model.head();
    }

    public FeatureCodecs codecs() {
        return model.codecs();
    }
}
