package io.sparsesplit.edge.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sparsesplit.edge.inference.InferenceResult;
import io.sparsesplit.edge.inference.InferenceResult.StageTimes;
import io.sparsesplit.edge.inference.RoutingContext;
import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.edge.outcome.Exit;
import io.sparsesplit.edge.outcome.TransferBytes;
import io.sparsesplit.model.decision.Decision;
import io.sparsesplit.model.network.ExitScore;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client reads about its image: the class, and everything that led to it.
 *
 * @param label of the answered class
 * @param classIndex of it
 * @param confidence its probability
 * @param probabilities of all classes
 * @param exit who answered: {@code edge}, {@code cloud}, {@code edge-fallback} when the cloud should have but could not, or
 *     {@code edge-provisional} when it will later
 * @param degraded whether the cloud should have answered but could not
 * @param reason why it was this exit
 * @param criterion how the edge's exit measured its own certainty; null when it was not asked, as the image itself travelled
 * @param criterionValue the edge's certainty by that criterion; it answers by itself when this reaches the threshold; null
 *     when it was not asked
 * @param threshold what the certainty was held against; null when the policy did not let the edge answer
 * @param model that answered
 * @param bytes that travelled
 * @param latencyMs that passed
 * @param decision what led to this answer, complete enough to decide again: {@code sparsesplit explain} does
 * @param traceId to find this request by
 * @param provisional whether the cloud's answer is still to come
 * @param id to ask for it by, at {@code /inferences/{id}}; null when none is to come
 * @param noneOfThese whether the image looks like none of the classes, whoever answered; left out when the edge's head was not
 *     asked, or the model has no out-of-distribution detector
 */
public record Answer(
        @Schema(example = "7") String label,
        @Schema(example = "7") int classIndex,
        @Schema(example = "0.983") float confidence,
        List<Float> probabilities,

        @Schema(allowableValues = {"edge", "edge-provisional", "cloud", "edge-fallback"})
        String exit,

        boolean degraded,
        @Schema(example = "confident") String reason,
        @Schema(example = "max-softmax") @Nullable String criterion,
        @Schema(example = "0.983") @Nullable Double criterionValue,
        @Schema(example = "0.9") @Nullable Double threshold,
        Model model,
        Bytes bytes,
        Latency latencyMs,
        Decision decision,

        @Schema(example = "4bf92f3577b34da6a3ce929d0e0e4736")
        String traceId,

        boolean provisional,

        @Schema(example = "0f8fad5b-d9cb-469f-a165-70867728950e") @Nullable
        String id,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(example = "false") @Nullable
        Boolean noneOfThese) {

    /** Returns the answer as clients read it. */
    public static Answer of(InferenceResult result) {
        ExitScore exitScore = result.exitScore();
        UUID refinement = result.refinementId();
        return new Answer(
                result.label(),
                result.classification().classIndex(),
                result.classification().probability(),
                listed(result.classification().probabilities()),
                result.exit().toString(),
                result.exit() == Exit.EDGE_FALLBACK,
                result.reason().toString(),
                exitScore == null ? null : exitScore.criterion().toString(),
                exitScore == null ? null : (Double) exitScore.confidence(),
                exitScore == null ? null : RoutingContext.shownThreshold(exitScore),
                Model.of(result.model()),
                Bytes.of(result.imageBytes(), result.transfer()),
                Latency.of(result.times()),
                result.decision(),
                result.traceId(),
                refinement != null,
                refinement == null ? null : refinement.toString(),
                result.noneOfThese());
    }

    private static List<Float> listed(float[] probabilities) {
        List<Float> list = new ArrayList<>(probabilities.length);
        for (float probability : probabilities) {
            list.add(probability);
        }
        return list;
    }

    /**
     * Which model.
     *
     * @param name of it
     * @param version of it
     * @param fingerprint SHA-256 of its manifest
     */
    public record Model(
            @Schema(example = "mnist") String name,
            @Schema(example = "3.1.0") String version,
            @Schema(example = "9f2c") String fingerprint) {

        private static Model of(ServedModel model) {
            return new Model(
                    model.manifest().name(),
                    model.manifest().version(),
                    model.fingerprint().toString());
        }
    }

    /**
     * What travelled for this image.
     *
     * @param image length of the image file
     * @param codec how the features sent to the cloud were encoded; {@code image} when the image itself was sent, null when
     *     nothing was
     * @param payload length of the encoded features sent to the cloud, without the frame around them; or of the image
     * @param frame length of the payload and the frame around it, without any HTTP; 0 when nothing was sent
     * @param sent to the cloud, HTTP included
     * @param received from the cloud, HTTP included
     */
    public record Bytes(
            @Schema(example = "283") int image,
            @Schema(example = "entropy") @Nullable String codec,
            @Schema(example = "8") int payload,
            @Schema(example = "15") int frame,
            @Schema(example = "255") long sent,
            @Schema(example = "155") long received) {

        private static Bytes of(int image, TransferBytes transfer) {
            return new Bytes(
                    image,
                    transfer.codec(),
                    transfer.payload(),
                    transfer.frame(),
                    transfer.sent(),
                    transfer.received());
        }
    }

    /**
     * Milliseconds, to a hundredth.
     *
     * @param decode from file to input vector; when the image itself travelled and was answered, checking the file
     * @param head from input vector to the edge's decision; 0 when it was not asked
     * @param cloud waiting for the cloud; 0 when it was not asked
     * @param total from the arrival of the image to this answer
     */
    public record Latency(
            @Schema(example = "0.11") double decode,
            @Schema(example = "0.01") double head,
            @Schema(example = "0") double cloud,
            @Schema(example = "0.14") double total) {

        private static Latency of(StageTimes times) {
            return new Latency(
                    millis(times.decode()), millis(times.head()), millis(times.cloud()), millis(times.total()));
        }

        private static double millis(long nanos) {
            return Math.round(nanos / 10_000.0) / 100.0;
        }
    }
}
