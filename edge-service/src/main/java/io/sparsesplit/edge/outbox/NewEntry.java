package io.sparsesplit.edge.outbox;

import io.sparsesplit.model.codec.Frame;

/**
 * An inference to be put into the outbox.
 *
 * @param model model that the features are of
 * @param frame encoded features
 * @param classIndex class that the edge answers meanwhile
 * @param confidence probability of that class
 */
public record NewEntry(KnownModel model, Frame frame, int classIndex, float confidence) {}
