package io.sparsesplit.model.codec;

/**
 * What travels of one image.
 *
 * @param values the activations at the split; not copied
 * @param exitClass the class that the last exit takes the image for; 0 where it does not travel
 */
public record Features(float[] values, int exitClass) {}
