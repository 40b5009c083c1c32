package io.sparsesplit.model.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.decision.Decision.Asked;
import io.sparsesplit.model.decision.Decision.Budget;
import io.sparsesplit.model.decision.Decision.Controller;
import io.sparsesplit.model.decision.Decision.OutOfDistribution;
import io.sparsesplit.model.decision.DecisionCheck.Route;
import io.sparsesplit.model.decision.Explained.Bytes;
import io.sparsesplit.model.decision.Explained.Latency;
import io.sparsesplit.model.decision.Explained.Model;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each way in which an answer may contradict itself. */
class DecisionCheckTest {

    private static final Bytes NOTHING = new Bytes(300, null, 0, 0, 0, 0);
    private static final Bytes FEATURES = new Bytes(300, "entropy", 8, 15, 255, 155);
    private static final Bytes IMAGE = new Bytes(300, "image", 300, 300, 560, 155);
    private static final Latency LOCAL = new Latency(0.1, 0.01, 0, 0.12);
    private static final Latency REMOTE = new Latency(0.1, 0.01, 2, 2.12);

    private Decision decision = decision("auto", "model", null, 1, List.of(asked(0.5, 0.75)), 1, null, null);
    private String exit = "edge";
    private String reason = "confident";
    private boolean degraded;
    private Bytes bytes = NOTHING;
    private Latency latency = LOCAL;
    private Model model = new Model("mnist", "3.0.0", "9f2c".repeat(16));
    private int classIndex = 1;
    private float confidence = 0.75f;
    private @Nullable String criterion = "max-softmax";
    private @Nullable Double value = 0.75;
    private @Nullable Double threshold = 0.5;
    private @Nullable Boolean noneOfThese;

    @Test
    void aConfidentExitAgrees() {
        assertAgrees();
    }

    @Test
    void anUnsureExitWithoutTheCloudAgrees() {
        decision = decision("local-only", "model", null, 1, List.of(asked(0.9, 0.75)), null, null, null);
        threshold = 0.9;
        reason = "policy-local-only";

        assertAgrees();
    }

    @Test
    void anAnswerOfTheCloudAgrees() {
        toTheCloud("cloud-answered");

        assertAgrees();
    }

    @Test
    void anAnswerThatWillBeRefinedAgrees() {
        toTheCloud("queued");
        exit = "edge-provisional";
        degraded = false;
        bytes = NOTHING;
        assertAgrees();

        exit = "edge";
        assertDisagrees("exit is edge-provisional by what led to it, but edge by the answer");
    }

    @Test
    void aFallbackAgreesWhateverHappened() {
        for (String outcome : List.of("breaker-open", "overload", "outbox-full", "outbox-failed")) {
            toTheCloud(outcome);
            bytes = NOTHING;
            assertAgrees();
        }
        for (String outcome : List.of("timeout", "refused", "cloud-error", "fingerprint-mismatch")) {
            toTheCloud(outcome);
            assertAgrees();
        }
    }

    @Test
    void anImageThatTravelledItselfAgrees() {
        toTheCloudItself();

        assertAgrees();
    }

    @Test
    void aThresholdThatTheControllerMovedAgrees() {
        Controller controller = new Controller("deadline", -0.25, null, 3, null);
        decision = decision("auto", "controller", null, 1, List.of(asked(0.9, 0.65, 0.75)), 1, null, controller);
        threshold = 0.65;

        assertAgrees();
    }

    @Test
    void aThresholdOfOneNeverAnswersAndIsNotMoved() {
        assertThat(Decision.moved(1, -0.5)).isEqualTo(1);
        assertThat(Decision.moved(0.2, -0.5)).isZero();
        assertThat(Decision.moved(0.9, 0.5)).isEqualTo(1);
    }

    @Test
    void anotherThresholdThanTheModels() {
        decision = decision("auto", "model", null, 1, List.of(asked(0.5, 0.4, 0.75)), 1, null, null);

        assertDisagrees("the threshold of the exit after layer 1 is 0.5 by what led to it, but 0.4 by the answer");
    }

    @Test
    void anotherThresholdThanTheRequests() {
        decision = decision("auto", "request", 0.7, 1, List.of(asked(0.5, 0.5, 0.75)), 1, null, null);

        assertDisagrees("the threshold of the exit after layer 1 is 0.7 by what led to it, but 0.5 by the answer");
    }

    @Test
    void aThresholdThatTheControllerMovedElsewhere() {
        Controller controller = new Controller("deadline", -0.25, null, 3, null);
        decision = decision("auto", "controller", null, 1, List.of(asked(0.75, 0.6, 0.75)), 1, null, controller);

        assertDisagrees("the threshold of the exit after layer 1 is 0.5 by what led to it, but 0.6 by the answer");
    }

    @Test
    void aRequestsConfidenceThatTheControllerReplaced() {
        Controller controller = new Controller("deadline", -0.25, null, 3, null);
        decision = decision("auto", "controller", 0.9, 1, List.of(asked(0.75, 0.5, 0.75)), 1, null, controller);

        assertDisagrees("the threshold is set by request by what led to it, but controller by the answer");
    }

    @Test
    void anExitThatFiredThoughItWasUnsure() {
        decision = decision("auto", "model", null, 1, List.of(asked(0.9, 0.75)), 1, null, null);

        assertDisagrees("the exit that fired stands after layer null by what led to it, but 1 by the answer");
    }

    @Test
    void anExitThatWasAskedAfterOneThatWasSure() {
        decision = decision(
                "auto", "model", null, 2, List.of(asked(0.5, 0.75), new Asked(2, 1, 0.5, 0.5, 0.75, 1)), 2, null, null);

        assertDisagrees("exits asked are 1 by what led to it, but 2 by the answer");
    }

    @Test
    void anExitThatWasNotAskedThoughNoneWasSure() {
        toTheCloud("cloud-answered");
        decision = decision("auto", "model", null, 2, decision.asked(), null, "cloud-answered", null);

        assertDisagrees("exits asked are 2 by what led to it, but 1 by the answer");
    }

    @Test
    void anotherReason() {
        reason = "policy-local-only";

        assertDisagrees("reason is confident by what led to it, but policy-local-only by the answer");
    }

    @Test
    void anotherExit() {
        exit = "cloud";

        assertDisagrees("exit is edge by what led to it, but cloud by the answer");
    }

    @Test
    void aDegradedAnswerThatDoesNotSaySo() {
        toTheCloud("timeout");
        degraded = false;

        assertDisagrees("degraded is true by what led to it, but false by the answer");
    }

    @Test
    void aCloudThatWasAskedForNothing() {
        decision = decision("auto", "model", null, 1, decision.asked(), 1, "cloud-answered", null);

        assertDisagrees("the cloud was asked false by what led to it, but true by the answer");
    }

    @Test
    void anotherClassThanTheMostProbable() {
        classIndex = 0;

        assertDisagrees("classIndex is 1 by what led to it, but 0 by the answer");
    }

    @Test
    void aCertaintyThatIsNotThatOfTheProbabilities() {
        value = 0.8;
        decision = decision("auto", "model", null, 1, List.of(asked(0.5, 0.8)), 1, null, null);

        assertDisagrees("the certainty of these probabilities is 0.75 by what led to it, but 0.8 by the answer");
    }

    @Test
    void aBudgetThatAllowsWhatWasRefused() {
        toTheCloud("byte-budget");
        bytes = NOTHING;
        decision = spending(new Budget(1000, 500, 500));

        assertDisagrees("the byte budget refused it false by what led to it, but true by the answer");

        decision = spending(new Budget(1000, 501, 500));
        assertAgrees();
    }

    @Test
    void bytesThatTravelledThoughNobodyWasAsked() {
        bytes = FEATURES;

        assertDisagrees("codec is null by what led to it, but entropy by the answer");
    }

    @Test
    void anImageOfOtherLengthThanTravelled() {
        toTheCloudItself();
        bytes = new Bytes(301, "image", 300, 300, 560, 155);

        assertDisagrees("bytes of payload are 301 by what led to it, but 300 by the answer");
    }

    @Test
    void partsThatTookLongerThanAll() {
        latency = new Latency(0.1, 0.1, 0, 0.12);

        assertDisagrees("decode, head and cloud took 0.20 ms, but all of it 0.12 ms");
    }

    @Test
    void aModelWithoutAFingerprint() {
        model = new Model("mnist", "3.0.0", "9f2c");

        assertDisagrees("the model is named true by what led to it, but false by the answer");
    }

    @Test
    void anImageThatLooksLikeNoneOfTheClassesAgreesWhenItsScoreSaysSo() {
        scored(9.1, 9);
        noneOfThese = true;
        assertAgrees();

        scored(9, 9);
        noneOfThese = false;
        assertAgrees();
    }

    @Test
    void aFlagThatTheScoreDoesNotSay() {
        scored(9.1, 9);
        noneOfThese = false;
        assertDisagrees("noneOfThese is true by what led to it, but false by the answer");

        noneOfThese = null;
        assertDisagrees("noneOfThese is true by what led to it, but null by the answer");
    }

    @Test
    void aFlagWithoutAScore() {
        noneOfThese = true;

        assertDisagrees("noneOfThese is null by what led to it, but true by the answer");
    }

    @Test
    void aScoreOfAHeadThatWasNotAsked() {
        toTheCloudItself();
        scored(9.1, 9);
        noneOfThese = true;

        assertDisagrees("the image has an out-of-distribution score, but no exit was asked");
    }

    @Test
    void anUnknownPolicy() {
        decision = decision("both", "model", null, 1, decision.asked(), 1, null, null);

        assertThatThrownBy(this::disagreement)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no policy 'both'");
    }

    @Test
    void theRouteFollowsFromTheDecisionAlone() {
        assertThat(DecisionCheck.route(decision)).isEqualTo(new Route("edge", "confident"));
        toTheCloud("timeout");
        assertThat(DecisionCheck.route(decision)).isEqualTo(new Route("edge-fallback", "timeout"));
        assertThat(DecisionCheck.route(decision).degraded()).isTrue();
    }

    private void toTheCloud(String outcome) {
        decision = decision("auto", "model", null, 1, List.of(asked(0.9, 0.75)), null, outcome, null);
        exit = outcome.equals("cloud-answered") ? "cloud" : "edge-fallback";
        reason = outcome;
        degraded = !exit.equals("cloud");
        threshold = 0.9;
        bytes = FEATURES;
        latency = REMOTE;
    }

    private void toTheCloudItself() {
        toTheCloud("cloud-answered");
        decision = decision("remote-only", "policy", null, 1, List.of(), null, "cloud-answered", null);
        criterion = null;
        value = null;
        threshold = null;
        bytes = IMAGE;
    }

    private void scored(double score, double limit) {
        decision = new Decision(
                decision.policy(),
                decision.thresholdBy(),
                decision.minConfidence(),
                decision.exits(),
                decision.asked(),
                decision.firedAfterLayer(),
                decision.cloud(),
                decision.deadlineMs(),
                decision.controller(),
                new OutOfDistribution(score, limit));
    }

    private Decision spending(Budget budget) {
        return decision(
                "auto",
                "controller",
                null,
                1,
                decision.asked(),
                null,
                "byte-budget",
                new Controller("byte-budget", 0, null, 0, budget));
    }

    private void assertAgrees() {
        assertThat(disagreement()).isNull();
    }

    private void assertDisagrees(String sentence) {
        assertThat(disagreement()).isEqualTo(sentence);
    }

    private @Nullable String disagreement() {
        return DecisionCheck.disagreement(new Explained(
                        classIndex,
                        confidence,
                        List.of(0.25f, 0.75f),
                        exit,
                        degraded,
                        reason,
                        criterion,
                        value,
                        threshold,
                        model,
                        bytes,
                        latency,
                        decision,
                        noneOfThese))
                .orElse(null);
    }

    private static Asked asked(double threshold, double value) {
        return asked(threshold, threshold, value);
    }

    private static Asked asked(double modelThreshold, double threshold, double value) {
        return new Asked(1, 1.2, modelThreshold, threshold, value, 1);
    }

    private static Decision decision(
            String policy,
            String thresholdBy,
            @Nullable Double minConfidence,
            int exits,
            List<Asked> asked,
            @Nullable Integer fired,
            @Nullable String cloud,
            @Nullable Controller controller) {
        return new Decision(
                policy,
                thresholdBy,
                minConfidence,
                exits,
                asked,
                fired,
                cloud,
                cloud == null ? null : 2000L,
                controller,
                null);
    }
}
