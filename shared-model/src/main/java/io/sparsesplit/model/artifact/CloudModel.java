package io.sparsesplit.model.artifact;

import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.network.Tail;

/**
 * What the cloud loads of a model.
 *
 * @param manifest what the model is
 * @param fingerprint which model it is
 * @param tail its part of the network
 * @param codec for the features it receives
 */
public record CloudModel(Manifest manifest, Fingerprint fingerprint, Tail tail, FeatureCodec codec) {}
