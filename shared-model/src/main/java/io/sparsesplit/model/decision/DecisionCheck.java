package io.sparsesplit.model.decision;

import io.sparsesplit.model.decision.Decision.Asked;
import io.sparsesplit.model.decision.Decision.Budget;
import io.sparsesplit.model.decision.Decision.Controller;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.Criterion;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides again, from an answer alone, where its image had to be answered: by the policies' definitions and not by the edge's
 * code, so that each checks the other. Only what came of asking the cloud cannot be derived: it is taken as told.
 */
public final class DecisionCheck {

    /** In place of a codec's name, when the image itself travels. */
    public static final String IMAGE = "image";

    private static final String CLOUD_ANSWERED = "cloud-answered";
    private static final String BYTE_BUDGET = "byte-budget";
    private static final String QUEUED = "queued";
    private static final Set<String> NOTHING_SENT =
            Set.of("breaker-open", "overload", BYTE_BUDGET, QUEUED, "outbox-full", "outbox-failed");
    private static final Set<String> POLICIES =
            Set.of(Decision.AUTO, Decision.LOCAL_ONLY, Decision.REMOTE_ONLY, Decision.SPLIT);

    /** Four times were rounded to a hundredth each. */
    private static final double ROUNDING_MS = 0.021;

    private final Explained answer;
    private final Decision decision;
    private final @Nullable Asked last;

    private DecisionCheck(Explained answer) {
        this.answer = answer;
        this.decision = answer.decision();
        List<Asked> asked = decision.asked();
        this.last = asked.isEmpty() ? null : asked.get(asked.size() - 1);
    }

    /**
     * Where an image had to be answered.
     *
     * @param exit who answers: {@code edge}, {@code cloud} or {@code edge-fallback}
     * @param reason why
     */
    public record Route(String exit, String reason) {

        /** Whether somebody else should have answered. */
        public boolean degraded() {
            return exit.equals("edge-fallback");
        }
    }

    /** Where the image of an answer had to be answered, by what led to it. */
    public static Route route(Decision decision) {
        if (decision.asked().stream().anyMatch(Asked::confident)) {
            return new Route("edge", "confident");
        } else if (decision.policy().equals(Decision.LOCAL_ONLY)) {
            return new Route("edge", "policy-local-only");
        }
        String cloud = decision.cloud() == null ? "unknown" : decision.cloud();
        return switch (cloud) {
            case CLOUD_ANSWERED -> new Route("cloud", cloud);
            case QUEUED -> new Route("edge-provisional", cloud);
            default -> new Route("edge-fallback", cloud);
        };
    }

    /**
     * The first thing in which an answer contradicts itself, in one sentence; nothing when all of it agrees.
     *
     * @throws IllegalArgumentException when it is of a policy that is not known here, or its probabilities are none
     */
    public static Optional<String> disagreement(Explained answer) {
        if (!POLICIES.contains(answer.decision().policy())) {
            throw new IllegalArgumentException(
                    "there is no policy '%s'".formatted(answer.decision().policy()));
        }
        DecisionCheck check = new DecisionCheck(answer);
        return check.thresholds()
                .or(check::exits)
                .or(check::taken)
                .or(check::certainty)
                .or(check::outOfDistribution)
                .or(check::budget)
                .or(check::travelled)
                .or(check::times);
    }

    private Optional<String> thresholds() {
        boolean free = decision.policy().equals(Decision.AUTO) && decision.controller() != null;
        String by = switch (decision.policy()) {
            case Decision.SPLIT, Decision.REMOTE_ONLY -> Decision.BY_POLICY;
            default ->
                decision.minConfidence() != null
                        ? Decision.BY_REQUEST
                        : free ? Decision.BY_CONTROLLER : Decision.BY_MODEL;
        };
        return different("the threshold is set by", by, decision.thresholdBy())
                .or(() -> decision.asked().stream()
                        .flatMap(exit -> different(
                                "the threshold of the exit after layer %d is".formatted(exit.afterLayer()),
                                threshold(by, exit),
                                exit.threshold())
                                .stream())
                        .findFirst());
    }

    private @Nullable Double threshold(String by, Asked exit) {
        return switch (by) {
            case Decision.BY_POLICY -> null;
            case Decision.BY_REQUEST -> decision.minConfidence();
            case Decision.BY_CONTROLLER ->
                Decision.moved(
                        exit.modelThreshold(),
                        Objects.requireNonNull(decision.controller()).offset());
            default -> exit.modelThreshold();
        };
    }

    /** They are asked one after the other, and only the last may be confident. */
    private Optional<String> exits() {
        int asked = decision.asked().size();
        int confident = 0;
        while (confident < asked && !decision.asked().get(confident).confident()) {
            confident++;
        }
        boolean fired = confident < asked;
        boolean imageTravelled =
                decision.policy().equals(Decision.REMOTE_ONLY) && CLOUD_ANSWERED.equals(decision.cloud());
        int expected = imageTravelled ? 0 : fired ? confident + 1 : decision.exits();
        Integer firedAfterLayer = fired ? decision.asked().get(confident).afterLayer() : null;
        return different("exits asked are", expected, asked)
                .or(() -> different(
                        "the exit that fired stands after layer", firedAfterLayer, decision.firedAfterLayer()));
    }

    private Optional<String> taken() {
        Route route = route(decision);
        boolean local = route.exit().equals("edge");
        return different("the cloud was asked", !local, decision.cloud() != null)
                .or(() -> different("the cloud had a deadline", !local, decision.deadlineMs() != null))
                .or(() -> different("reason is", route.reason(), answer.reason()))
                .or(() -> different("exit is", route.exit(), answer.exit()))
                .or(() -> different("degraded is", route.degraded(), answer.degraded()));
    }

    /** What the answer says of the exit is what its probabilities say, where they are the exit's. */
    private Optional<String> certainty() {
        Classification classification = classification(answer.probabilities());
        Optional<String> different = different("classIndex is", classification.classIndex(), answer.classIndex())
                .or(() -> different("confidence is", classification.probability(), answer.confidence()))
                .or(() -> different("criterionValue is", last == null ? null : last.value(), answer.criterionValue()))
                .or(() -> different("threshold is", last == null ? null : last.threshold(), answer.threshold()))
                .or(() -> different("there is a criterion", last != null, answer.criterion() != null));
        if (different.isPresent() || last == null || answer.exit().equals("cloud")) {
            return different;
        }
        double value = Criterion.of(Objects.requireNonNull(answer.criterion())).confidence(classification);
        return different("the certainty of these probabilities is", value, last.value())
                .or(() -> different("the exit's class is", classification.classIndex(), last.classIndex()));
    }

    /** The head is asked first of all, and its detector with it. */
    private Optional<String> outOfDistribution() {
        Decision.OutOfDistribution score = decision.outOfDistribution();
        if (score != null && last == null) {
            return Optional.of("the image has an out-of-distribution score, but no exit was asked");
        }
        return different("noneOfThese is", score == null ? null : score.noneOfThese(), answer.noneOfThese());
    }

    private Optional<String> budget() {
        Controller controller = decision.controller();
        Budget budget = controller == null ? null : controller.budget();
        boolean refused = budget != null && !budget.allows();
        return different("the byte budget refused it", refused, BYTE_BUDGET.equals(decision.cloud()));
    }

    private Optional<String> travelled() {
        Explained.Bytes bytes = answer.bytes();
        if (decision.cloud() == null || NOTHING_SENT.contains(decision.cloud())) {
            return different("codec is", null, bytes.codec())
                    .or(() -> different("bytes of payload are", 0, bytes.payload()))
                    .or(() -> different("bytes of frames are", 0, bytes.frame()))
                    .or(() -> different("bytes sent are", 0L, bytes.sent()))
                    .or(() -> different("bytes received are", 0L, bytes.received()));
        }
        boolean sent = bytes.codec() != null;
        boolean image = decision.policy().equals(Decision.REMOTE_ONLY);
        return different("something travelled", sent, bytes.payload() > 0)
                .or(() -> different("something travelled", answer.exit().equals("cloud") || sent, sent))
                .or(() -> different("the image itself travelled", image && sent, IMAGE.equals(bytes.codec())))
                .or(() -> image && sent
                        ? different("bytes of payload are", bytes.image(), bytes.payload())
                        : Optional.empty());
    }

    private Optional<String> times() {
        Explained.Latency ms = answer.latencyMs();
        double parts = ms.decode() + ms.head() + ms.cloud();
        return parts <= ms.total() + ROUNDING_MS
                ? different(
                        "the model is named", true, answer.model().fingerprint().matches("[0-9a-f]{64}"))
                : Optional.of(
                        "decode, head and cloud took %.2f ms, but all of it %.2f ms".formatted(parts, ms.total()));
    }

    private static Classification classification(List<Float> probabilities) {
        float[] values = new float[probabilities.size()];
        for (int c = 0; c < values.length; c++) {
            values[c] = probabilities.get(c);
        }
        return Classification.ofProbabilities(values);
    }

    private static Optional<String> different(String what, @Nullable Object expected, @Nullable Object told) {
        return Objects.equals(expected, told)
                ? Optional.empty()
                : Optional.of("%s %s by what led to it, but %s by the answer".formatted(what, expected, told));
    }
}
