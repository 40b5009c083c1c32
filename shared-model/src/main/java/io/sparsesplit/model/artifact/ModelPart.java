package io.sparsesplit.model.artifact;

/** What a service loads of one version of a model. */
public interface ModelPart {

    /** What the model is. */
    Manifest manifest();

    /** Which model it is: parts with the same one belong together, others never do. */
    Fingerprint fingerprint();
}
