package io.sparsesplit.trainer.edge;

import io.sparsesplit.model.decision.Explained;
import org.jspecify.annotations.Nullable;

/**
 * What a client needs of the edge's answer to an image.
 *
 * @param label of the class
 * @param classIndex of the class
 * @param confidence its probability
 * @param exit who answered: edge, edge-provisional, cloud or edge-fallback
 * @param degraded whether the cloud should have answered but could not
 * @param reason why it was this exit
 * @param bytes that travelled
 * @param latencyMs that passed on the edge
 * @param explained all that it says of its way; null when it does not explain itself
 */
public record Answer(
        String label,
        int classIndex,
        double confidence,
        String exit,
        boolean degraded,
        String reason,
        Bytes bytes,
        Latency latencyMs,
        @Nullable Explained explained) {

    Answer with(Explained explanation) {
        return new Answer(label, classIndex, confidence, exit, degraded, reason, bytes, latencyMs, explanation);
    }

    /**
     * Milliseconds.
     *
     * @param total from the arrival of the image to the answer
     */
    public record Latency(double total) {}

    /**
     * What travelled.
     *
     * @param image length of the image file
     * @param payload length of the encoded features sent to the cloud
     * @param frame length of these and the frame around them
     * @param sent to the cloud, HTTP included
     * @param received from the cloud, HTTP included
     */
    public record Bytes(long image, long payload, long frame, long sent, long received) {

        public static final Bytes NONE = new Bytes(0, 0, 0, 0, 0);

        public Bytes plus(Bytes other) {
            return new Bytes(
                    image + other.image,
                    payload + other.payload,
                    frame + other.frame,
                    sent + other.sent,
                    received + other.received);
        }
    }
}
