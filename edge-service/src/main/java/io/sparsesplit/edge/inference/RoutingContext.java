package io.sparsesplit.edge.inference;

import io.sparsesplit.edge.offload.OffloadResult;
import io.sparsesplit.edge.outcome.Deadline;
import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.model.decision.Decision;
import io.sparsesplit.model.decision.Decision.Asked;
import io.sparsesplit.model.network.EarlyExit;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.model.network.ExitScore;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.OutOfDistributionScore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Combines the request, the policy and the controller's operating point, and records them in the decision of the answer.
 *
 * @param request what the client wants
 * @param controller what the controller has set; null when it is off or the cloud is not to be asked
 */
public record RoutingContext(InferenceRequest request, Decision.@Nullable Controller controller) {

    /** Returns the threshold of each exit. A request that names a confidence has exactly that one. */
    ToDoubleFunction<EarlyExit> thresholds() {
        return switch (thresholdBy()) {
            case Decision.BY_POLICY -> exit -> Head.NEVER;
            case Decision.BY_REQUEST -> {
                double wanted = request.minConfidence().orElseThrow();
                yield exit -> wanted;
            }
            case Decision.BY_CONTROLLER -> {
                double offset = controller == null ? 0 : controller.offset();
                yield exit -> Decision.moved(exit.threshold(), offset);
            }
            default -> EarlyExit::threshold;
        };
    }

    String thresholdBy() {
        if (!request.policy().letsExitsAnswer()) {
            return Decision.BY_POLICY;
        } else if (request.minConfidence().isPresent()) {
            return Decision.BY_REQUEST;
        }
        return controller == null ? Decision.BY_MODEL : Decision.BY_CONTROLLER;
    }

    /** Returns whether the controller set the threshold. */
    boolean isControlled() {
        return thresholdBy().equals(Decision.BY_CONTROLLER);
    }

    /** Returns the codec of the features: the request's, else the one that the controller has set, where the model offers it. */
    FeatureCodec codec() {
        FeatureCodecs codecs = request.model().codecs();
        if (request.codec() != null) {
            return request.codec();
        } else if (controller == null || controller.codec() == null) {
            return codecs.standard();
        }
        return codecs.of(Codec.of(controller.codec())).orElse(codecs.standard());
    }

    /**
     * Returns what led to the answer.
     *
     * @param exits what they said; null when they were not asked
     * @param deadline of the call to the cloud; null when it was not to be asked
     */
    Decision decision(@Nullable ExitDecision exits, OffloadResult offloaded, @Nullable Deadline deadline) {
        List<EarlyExit> all = request.model().head().exits();
        List<Asked> asked = exits == null ? List.of() : asked(all, exits.exitScores());
        boolean fired = exits instanceof ExitDecision.Exit;
        OutOfDistributionScore score = exits == null ? null : exits.outOfDistribution();
        return new Decision(
                request.policy().toString(),
                thresholdBy(),
                request.minConfidence().isPresent()
                        ? (Double) request.minConfidence().getAsDouble()
                        : null,
                all.size(),
                asked,
                fired ? (Integer) asked.get(asked.size() - 1).afterLayer() : null,
                deadline == null ? null : offloaded.reason().toString(),
                deadline == null ? null : (Long) deadline.millis(),
                controller == null ? null : controller.with(offloaded.budget()),
                score == null ? null : new Decision.OutOfDistribution(score.value(), score.threshold()));
    }

    /** Returns whether the image looks like none of the classes; null when the head was not asked or cannot tell. */
    static @Nullable Boolean noneOfThese(@Nullable ExitDecision exits) {
        OutOfDistributionScore score = exits == null ? null : exits.outOfDistribution();
        return score == null ? null : (Boolean) score.noneOfThese();
    }

    private static List<Asked> asked(List<EarlyExit> exits, List<ExitScore> exitScores) {
        List<Asked> asked = new ArrayList<>(exitScores.size());
        for (int e = 0; e < exitScores.size(); e++) {
            EarlyExit exit = exits.get(e);
            ExitScore exitScore = exitScores.get(e);
            asked.add(new Asked(
                    exit.afterLayer(),
                    exit.temperature(),
                    exit.threshold(),
                    shownThreshold(exitScore),
                    exitScore.confidence(),
                    exitScore.classification().classIndex()));
        }
        return asked;
    }

    /** Returns the threshold that an exit was held against; null when the exit was not allowed to answer. */
    public static @Nullable Double shownThreshold(ExitScore exitScore) {
        return exitScore.threshold() > 1 ? null : (Double) exitScore.threshold();
    }
}
