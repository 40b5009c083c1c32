package io.sparsesplit.model.artifact;

import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.model.network.Head;

/**
 * What the edge loads of a model.
 *
 * @param manifest what the model is
 * @param fingerprint which model it is
 * @param head its part of the network
 * @param codecs for the features it sends
 */
public record EdgeModel(Manifest manifest, Fingerprint fingerprint, Head head, FeatureCodecs codecs)
        implements ModelPart {}
