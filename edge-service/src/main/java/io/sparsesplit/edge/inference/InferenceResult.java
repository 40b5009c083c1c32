package io.sparsesplit.edge.inference;

import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.edge.outcome.AnswerReason;
import io.sparsesplit.edge.outcome.Exit;
import io.sparsesplit.edge.outcome.TransferBytes;
import io.sparsesplit.model.decision.Decision;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.ExitScore;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The answer for an image and what led to it. {@code /infer}, {@code /infer/batch} and the Open Inference Protocol each write it in
 * their own form.
 *
 * @param model model that answered
 * @param reason why the image was answered where it was
 * @param classification the class answered, with the probabilities of all classes
 * @param exitScore what the last exit asked made of the image; null when the edge's head was not asked
 * @param imageBytes length of the image as it came
 * @param transfer bytes that travelled between edge and cloud for this image
 * @param times how long each stage took
 * @param decision everything needed to decide again
 * @param traceId trace that the request belongs to
 * @param refinementId where the cloud's later answer can be asked for; null when none is to come
 * @param noneOfThese whether the image looks like none of the classes; null when the head was not asked or cannot tell
 */
public record InferenceResult(
        ServedModel model,
        AnswerReason reason,
        Classification classification,
        @Nullable ExitScore exitScore,
        int imageBytes,
        TransferBytes transfer,
        StageTimes times,
        Decision decision,
        String traceId,
        @Nullable UUID refinementId,
        @Nullable Boolean noneOfThese) {

    /**
     * Nanoseconds that each stage took.
     *
     * @param decode from the file to the input vector; when the image itself travelled and was answered, checking the file
     * @param head from the input vector to the decision of the edge's exits; 0 when they were not asked
     * @param cloud waiting for the cloud; 0 when it was not asked
     * @param total from the arrival of the image to its answer
     */
    public record StageTimes(long decode, long head, long cloud, long total) {}

    /** Returns the name of the class answered. */
    public String label() {
        return model.manifest().labels().get(classification.classIndex());
    }

    /** Returns who answered. */
    public Exit exit() {
        return reason.exit();
    }
}
