package io.sparsesplit.trainer.explain;

import io.sparsesplit.model.decision.Decision;
import io.sparsesplit.model.decision.Decision.Asked;
import io.sparsesplit.model.decision.Decision.Budget;
import io.sparsesplit.model.decision.Decision.Controller;
import io.sparsesplit.model.decision.Explained;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says of one answer, in words: who answered, why, and what would have changed it. All of it follows from the answer alone.
 */
final class Sentence {

    /** Decimals of a certainty: a float has no more. */
    private static final int DECIMALS = 7;

    private final Explained answer;
    private final Decision decision;
    private final String label;
    private final @Nullable Asked last;

    private Sentence(Explained answer, String label) {
        this.answer = answer;
        this.decision = answer.decision();
        this.label = label;
        List<Asked> asked = decision.asked();
        this.last = asked.isEmpty() ? null : asked.get(asked.size() - 1);
    }

    /**
     * Returns two sentences on an answer.
     *
     * @param label of the answered class
     */
    static String of(Explained answer, String label) {
        return new Sentence(answer, label).text();
    }

    private String text() {
        return switch (answer.exit()) {
            case "edge" -> answer.reason().equals("confident") ? confident() : localOnly();
            case "edge-provisional" ->
                "The edge answered '%s' for now: %s, and the image waits for the cloud's refinement. Without 'Prefer: respond-async' the cloud would have been asked at once."
                        .formatted(label, unsure());
            case "cloud" -> cloud();
            default -> fallback();
        };
    }

    private String confident() {
        if (last == null || last.threshold() == null) {
            return "The edge answered '%s'.".formatted(label);
        }
        String change = last.threshold() == 0
                ? "No image can fall below a threshold of 0"
                : "It would have asked the %s at a threshold above %s"
                        .formatted(
                                decision.asked().size() < decision.exits() ? "next exit" : "cloud",
                                number(last.value(), last.threshold()));
        return "The edge answered '%s': its %s %s reached %s.%s %s."
                .formatted(
                        label, certainty(), number(last.value(), last.threshold()), threshold(last), earlier(), change);
    }

    private String localOnly() {
        return "The edge answered '%s': %s, but the policy local-only lets nobody else answer. The policy auto would have asked the cloud."
                .formatted(label, unsure());
    }

    private String cloud() {
        if (last == null) {
            return "The cloud answered '%s' from the image itself, %d bytes: the policy remote-only sends it. Other policies ask the edge's exit."
                    .formatted(label, answer.bytes().payload());
        }
        return "The cloud answered '%s' from %d bytes of features: %s. %s."
                .formatted(
                        label, answer.bytes().payload(), unsure(), wouldHaveAnswered("The edge would have answered"));
    }

    private String fallback() {
        String why = Failure.of(answer.reason(), decision.deadlineMs());
        String budget = budget();
        return "The edge answered '%s' in place of the cloud: %s, and %s%s. %s."
                .formatted(label, unsure(), why, budget, remedy());
    }

    private String remedy() {
        Budget budget =
                decision.controller() == null ? null : decision.controller().budget();
        String cloud = budget != null && !budget.allows()
                ? "A budget of %d bytes a minute would have let it be asked".formatted(budget.spent() + budget.wanted())
                : Failure.remedy(answer.reason());
        return last == null || last.threshold() == null
                ? cloud
                : "%s; %s".formatted(cloud, wouldHaveAnswered("the edge would have answered by itself"));
    }

    private String budget() {
        Budget budget =
                decision.controller() == null ? null : decision.controller().budget();
        return budget == null || budget.allows()
                ? ""
                : " (%d of %d bytes, %d wanted)".formatted(budget.spent(), budget.limit(), budget.wanted());
    }

    /** Returns why no exit answered. */
    private String unsure() {
        if (last == null || last.threshold() == null) {
            return "the policy %s lets no exit answer".formatted(decision.policy());
        }
        return last.threshold() >= 1
                ? "%s never lets an exit answer".formatted(threshold(last))
                : "the exit's %s %s was below %s"
                        .formatted(certainty(), number(last.value(), last.threshold()), threshold(last));
    }

    /** Returns what would have made the last exit answer. */
    private String wouldHaveAnswered(String who) {
        Asked exit = Objects.requireNonNull(last);
        String value = number(exit.value(), exit.modelThreshold());
        if (exit.threshold() == null) {
            return exit.modelThreshold() < 1 && exit.value() >= exit.modelThreshold()
                    ? "%s with the policy auto: the exit's %s %s reaches the model's threshold %s"
                            .formatted(who, certainty(), value, plain(exit.modelThreshold()))
                    : "The policy auto would have asked the cloud as well: the exit's %s %s is below the model's threshold %s"
                            .formatted(certainty(), value, plain(exit.modelThreshold()));
        }
        return exit.value() >= 1
                ? "%s at any threshold below 1".formatted(who)
                : "%s at a threshold of %s or less".formatted(who, number(exit.value(), exit.threshold()));
    }

    /** Returns what the exits before the last said, with a space before it; empty when there are none. */
    private String earlier() {
        StringBuilder text = new StringBuilder();
        for (Asked exit : decision.asked().subList(0, decision.asked().size() - 1)) {
            if (exit.threshold() != null) {
                text.append(" The exit after layer %d had %s, below %s."
                        .formatted(exit.afterLayer(), number(exit.value(), exit.threshold()), plain(exit.threshold())));
            }
        }
        return text.toString();
    }

    private String certainty() {
        return "max-softmax".equals(answer.criterion()) ? "confidence" : "certainty (%s)".formatted(answer.criterion());
    }

    private String threshold(Asked exit) {
        String value = exit.threshold() == null ? "1" : plain(exit.threshold());
        return switch (decision.thresholdBy()) {
            case Decision.BY_REQUEST -> "the request's threshold " + value;
            case Decision.BY_CONTROLLER -> {
                Controller controller = decision.controller();
                yield "the threshold %s, which the controller has moved from %s by %s"
                        .formatted(
                                value,
                                plain(exit.modelThreshold()),
                                controller == null ? "?" : plain(controller.offset()));
            }
            default -> "the threshold " + value;
        };
    }

    /** Returns a certainty, cut off and never rounded up, and in full where it would look like the bound. */
    private static String number(double value, double bound) {
        String text = BigDecimal.valueOf(value)
                .setScale(DECIMALS, RoundingMode.DOWN)
                .stripTrailingZeros()
                .toPlainString();
        return text.equals(plain(bound)) && value != bound ? plain(value) : text;
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
