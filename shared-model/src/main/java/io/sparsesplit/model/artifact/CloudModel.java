package io.sparsesplit.model.artifact;

import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.model.network.Tail;

/**
 * What the cloud loads of a model.
 *
 * @param manifest what the model is
 * @param fingerprint which model it is
 * @param tail its part of the network
 * @param codecs for the features it receives
 */
public record CloudModel(Manifest manifest, Fingerprint fingerprint, Tail tail, FeatureCodecs codecs)
        implements ModelPart {}
