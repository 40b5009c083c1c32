package io.sparsesplit.model.decision;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What led to an answer, complete enough to decide again from it alone: see {@link DecisionCheck}.
 *
 * @param policy who was allowed to answer: {@code auto}, {@code local-only}, {@code remote-only} or {@code split}
 * @param thresholdBy who set what the exits were held against: {@code model}, {@code request}, {@code controller}, or
 *     {@code policy} when it lets no exit answer
 * @param minConfidence of the request; null when it left that open
 * @param exits how many exits the head has
 * @param asked those that were asked, in their order; none when the image itself went to the cloud and was answered there
 * @param firedAfterLayer where the exit stands that answered; null when none did
 * @param cloud what came of asking the cloud, a reason; null when it was not to be asked
 * @param deadlineMs how long the image had in all, in milliseconds, from its arrival; null when the cloud was not to be asked
 * @param controller what the controller had to do with it; null when it is off or had nothing to say in this
 * @param outOfDistribution how far the image lies from all classes; null, and left out of JSON, when the head was not asked or has
 *     no detector for that
 */
public record Decision(
        String policy,
        String thresholdBy,
        @Nullable Double minConfidence,
        int exits,
        List<Asked> asked,
        @Nullable Integer firedAfterLayer,
        @Nullable String cloud,
        @Nullable Long deadlineMs,
        @Nullable Controller controller,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable OutOfDistribution outOfDistribution) {

    /**
     * As told.
     *
     * @throws NullPointerException naming what is missing
     */
    public Decision {
        Objects.requireNonNull(policy, "policy is missing");
        Objects.requireNonNull(asked, "asked is missing");
    }

    public static final String AUTO = "auto";
    public static final String LOCAL_ONLY = "local-only";
    public static final String REMOTE_ONLY = "remote-only";
    public static final String SPLIT = "split";

    public static final String BY_MODEL = "model";
    public static final String BY_REQUEST = "request";
    public static final String BY_CONTROLLER = "controller";
    public static final String BY_POLICY = "policy";

    /**
     * An exit that was asked.
     *
     * @param afterLayer how many layers of the head lie before it
     * @param temperature that its logits were divided by
     * @param modelThreshold its own threshold
     * @param threshold what it was held against; null when it was not allowed to answer
     * @param value its certainty, 0 to 1
     * @param classIndex the class it takes the image for
     */
    public record Asked(
            int afterLayer,
            double temperature,
            double modelThreshold,
            @Nullable Double threshold,
            double value,
            int classIndex) {

        /** As {@link io.sparsesplit.model.network.ExitScore#confident()} has it. */
        boolean confident() {
            return threshold != null && threshold < 1 && value >= threshold;
        }
    }

    /**
     * How far an image lies from all classes.
     *
     * @param score distance of the image to the nearest class, 0 or more
     * @param threshold greatest distance of an image that looks like one of the classes
     */
    public record OutOfDistribution(double score, double threshold) {

        /** Returns whether the image looks like none of the classes. */
        boolean noneOfThese() {
            return score > threshold;
        }
    }

    /**
     * What the controller had set when the image came.
     *
     * @param objective what it works for
     * @param offset added to the thresholds of the exits of which it sets the thresholds
     * @param codec in which it lets features travel; null when it leaves that to the model
     * @param change how many times it had changed something before, so that its own record can be found
     * @param budget what it had to spend when the cloud was to be asked; null when there is no budget, or nothing was to be spent
     */
    public record Controller(
            String objective,
            double offset,
            @Nullable String codec,
            long change,
            @Nullable Budget budget) {

        /** The same with what there was to spend. */
        public Controller with(@Nullable Budget available) {
            return new Controller(objective, offset, codec, change, available);
        }
    }

    /**
     * Bytes on the wire, HTTP included, there and back, within the last minute.
     *
     * @param limit most that may be spent
     * @param spent or set aside for calls under way
     * @param wanted for this call, an upper bound
     */
    public record Budget(long limit, long spent, long wanted) {

        /** Whether the call may be made. */
        public boolean allows() {
            return spent + wanted <= limit;
        }
    }

    /**
     * An exit's threshold moved by the controller.
     *
     * @return in [0, 1]; one of 1 stays there, for it never lets an exit answer
     */
    public static double moved(double threshold, double offset) {
        return threshold >= 1 ? 1 : Math.max(0, Math.min(1, threshold + offset));
    }
}
