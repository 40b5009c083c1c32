package io.sparsesplit.model.decision;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the edge, as far as it explains itself; its members are named as in the answer's JSON.
 *
 * @param classIndex of the answered class
 * @param confidence its probability
 * @param probabilities of all classes
 * @param exit who answered
 * @param degraded whether somebody else should have
 * @param reason why it was this exit
 * @param criterion how exits measured their certainty; null when none was asked
 * @param criterionValue certainty of the last exit asked; null when none was
 * @param threshold that it was held against; null when it was not allowed to answer
 * @param model that answered
 * @param bytes that travelled
 * @param latencyMs that passed, in milliseconds
 * @param decision what led to the answer
 * @param noneOfThese whether the image looks like none of the classes; null when nobody knows
 */
public record Explained(
        int classIndex,
        float confidence,
        List<Float> probabilities,
        String exit,
        boolean degraded,
        String reason,
        @Nullable String criterion,
        @Nullable Double criterionValue,
        @Nullable Double threshold,
        Model model,
        Bytes bytes,
        Latency latencyMs,
        Decision decision,
        @Nullable Boolean noneOfThese) {

    /**
     * As told.
     *
     * @throws NullPointerException naming what is missing
     */
    public Explained {
        require("probabilities", probabilities);
        require("exit", exit);
        require("reason", reason);
        require("model", model);
        require("bytes", bytes);
        require("latencyMs", latencyMs);
        require("decision", decision);
    }

    private static void require(String member, @Nullable Object value) {
        Objects.requireNonNull(value, () -> member + " is missing");
    }

    /**
     * Which model.
     *
     * @param name of it
     * @param version of it
     * @param fingerprint 64 hexadecimal digits
     */
    public record Model(String name, String version, String fingerprint) {}

    /**
     * What travelled.
     *
     * @param image length of the image file
     * @param codec of the features, {@value DecisionCheck#IMAGE} for the image itself; null when nothing was sent
     * @param payload length of what was sent
     * @param frame length of it and the frame around it
     * @param sent HTTP included
     * @param received HTTP included
     */
    public record Bytes(int image, @Nullable String codec, int payload, int frame, long sent, long received) {}

    /**
     * Milliseconds, to a hundredth.
     *
     * @param decode from file to input vector
     * @param head from input vector to the exits' decision
     * @param cloud waiting for the cloud
     * @param total from the arrival of the image to the answer
     */
    public record Latency(double decode, double head, double cloud, double total) {}
}
