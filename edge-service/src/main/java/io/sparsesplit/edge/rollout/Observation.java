package io.sparsesplit.edge.rollout;

import io.sparsesplit.edge.models.ServedModel;
import java.util.OptionalDouble;

/**
 * An image that was answered, as far as rollouts look at it.
 *
 * @param model that answered
 * @param threshold that its exits were held against, in place of their own, if anything
 * @param outcome who answered
 * @param label that was answered
 * @param confidence of the edge's exit, by its criterion
 * @param contradicted whether the cloud answered, and not what the edge's exit would have
 * @param nanos from arrival to answer
 */
public record Observation(
        ServedModel model,
        OptionalDouble threshold,
        Outcome outcome,
        String label,
        double confidence,
        boolean contradicted,
        long nanos) {}
