package io.sparsesplit.edge.inference;

import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.edge.outcome.Policy;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.service.Problem;
import io.sparsesplit.service.ProblemException;
import io.sparsesplit.service.Trace;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants to be done with its image.
 *
 * @param model to answer with
 * @param policy who may answer
 * @param minConfidence least certainty for the edge to answer, in place of the model's own thresholds
 * @param deadlineMs when it wants the answer; null when it leaves that open
 * @param codec for the features that travel, if any do; null when it leaves that open
 * @param trace the request belongs to
 * @param respondAsync whether it would rather have the edge's answer now and the cloud's later
 */
public record InferenceRequest(
        ServedModel model,
        Policy policy,
        OptionalDouble minConfidence,
        @Nullable Long deadlineMs,
        @Nullable FeatureCodec codec,
        Trace trace,
        boolean respondAsync) {

    /**
     * Returns the request of parameters as they came.
     *
     * @throws ProblemException saying what to write, when one is out of range
     */
    public static InferenceRequest of(
            ServedModel model,
            String policy,
            @Nullable Double minConfidence,
            @Nullable Long deadlineMs,
            @Nullable String codec,
            @Nullable String traceparent,
            boolean respondAsync) {
        if (minConfidence != null && !(minConfidence >= 0 && minConfidence <= 1)) {
            throw new ProblemException(
                    Problem.BAD_PARAMETER,
                    "minConfidence is %s: write a number from 0 to 1, for example 0.9.".formatted(minConfidence));
        }
        if (deadlineMs != null && deadlineMs < 1) {
            throw new ProblemException(
                    Problem.BAD_PARAMETER,
                    "deadlineMs is %d: write a whole number of milliseconds, 1 or more.".formatted(deadlineMs));
        }
        return new InferenceRequest(
                model,
                Policy.of(policy),
                minConfidence == null ? OptionalDouble.empty() : OptionalDouble.of(minConfidence),
                deadlineMs,
                offered(model, codec),
                Trace.of(traceparent),
                respondAsync);
    }

    private static @Nullable FeatureCodec offered(ServedModel model, @Nullable String codec) {
        FeatureCodecs codecs = model.codecs();
        if (codec == null) {
            return null;
        }
        return codecs.all().stream()
                .filter(offered -> offered.codec().toString().equals(codec))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        Problem.BAD_PARAMETER,
                        "codec '%s' is not offered by %s %s: choose one of %s, or leave it out."
                                .formatted(
                                        codec,
                                        model.manifest().name(),
                                        model.manifest().version(),
                                        codecs.names())));
    }
}
