package io.sparsesplit.edge.inference;

import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.edge.outcome.Policy;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import io.sparsesplit.service.tracing.Trace;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A request to classify an image, with all that the client may choose.
 *
 * @param model model to answer with
 * @param policy who may answer
 * @param minConfidence least certainty for the edge to answer, in place of the model's own thresholds
 * @param deadlineMs milliseconds from the arrival of the image until the answer is wanted; null for the configured deadline
 * @param codec codec for the features, if any travel; null when the request leaves that open
 * @param trace trace that the request belongs to
 * @param respondAsync whether the client would rather have the edge's answer now and the cloud's later
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
