package io.sparsesplit.edge.rollout;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Judges a canary by what it and the incumbent did last. */
final class Bounds {

    /** Below, a ratio of medians says more about the machine than about the model. */
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(1);

    private final BoundsProperties limits;

    Bounds(BoundsProperties limits) {
        this.limits = limits;
    }

    /**
     * A bound that was left.
     *
     * @param reason which
     * @param sentence what was measured, and what would have been allowed
     */
    record Violation(RollbackReason reason, String sentence) {}

    /** The first bound that the canary has left; none while there are too few requests to say. */
    Optional<Violation> check(Window.View canary, Window.View incumbent) {
        if (canary.shown() < limits.minRequests()) {
            return Optional.empty();
        }
        return absolute(canary).or(() -> relative(canary, incumbent)).or(() -> contradictions(canary, incumbent));
    }

    private Optional<Violation> absolute(Window.View canary) {
        if (canary.failureRate() > limits.maxFailureRate()) {
            return violation(
                    RollbackReason.FAILURES,
                    "%.1f %% of its answers were fallbacks or errors, more than %.1f %%",
                    percent(canary.failureRate()),
                    percent(limits.maxFailureRate()));
        } else if (canary.medianNanos() > limits.maxLatency().toNanos()) {
            return violation(
                    RollbackReason.LATENCY,
                    "its median latency was %.2f ms, more than %.2f ms",
                    millis(canary.medianNanos()),
                    millis(limits.maxLatency().toNanos()));
        } else if (canary.exitRate() < limits.minExitRate()) {
            return violation(
                    RollbackReason.EXIT_RATE,
                    "the edge answered %.1f %% by itself, less than %.1f %%",
                    percent(canary.exitRate()),
                    percent(limits.minExitRate()));
        }
        return Optional.empty();
    }

    private Optional<Violation> relative(Window.View canary, Window.View incumbent) {
        if (incumbent.shown() < limits.minRequests()) {
            return Optional.empty();
        } else if (canary.failureRate() > incumbent.failureRate() + limits.maxFailureIncrease()) {
            return violation(
                    RollbackReason.FAILURES,
                    "%.1f %% of its answers were fallbacks or errors, of the incumbent's %.1f %%",
                    percent(canary.failureRate()),
                    percent(incumbent.failureRate()));
        } else if (canary.medianNanos() > SHORT
                && canary.medianNanos() > incumbent.medianNanos() * limits.maxLatencyRatio()) {
            return violation(
                    RollbackReason.LATENCY,
                    "its median latency was %.2f ms, the incumbent's %.2f ms",
                    millis(canary.medianNanos()),
                    millis(incumbent.medianNanos()));
        } else if (Math.abs(canary.exitRate() - incumbent.exitRate()) > limits.maxExitRateChange()) {
            return violation(
                    RollbackReason.EXIT_RATE,
                    "the edge answered %.1f %% by itself, with the incumbent %.1f %%",
                    percent(canary.exitRate()),
                    percent(incumbent.exitRate()));
        }
        return Optional.empty();
    }

    private Optional<Violation> contradictions(Window.View canary, Window.View incumbent) {
        if (canary.cloudAnswers() >= limits.minRequests()
                && incumbent.cloudAnswers() >= limits.minRequests()
                && canary.contradictionRate() > incumbent.contradictionRate() + limits.maxContradictionIncrease()) {
            return violation(
                    RollbackReason.CONTRADICTIONS,
                    "the cloud contradicted its exit in %.1f %% of the cloud's answers, the incumbent's in %.1f %%",
                    percent(canary.contradictionRate()),
                    percent(incumbent.contradictionRate()));
        }
        return Optional.empty();
    }

    private static Optional<Violation> violation(RollbackReason reason, String sentence, double... values) {
        return Optional.of(new Violation(reason, String.format(Locale.ROOT, sentence, values[0], values[1])));
    }

    private static double percent(double share) {
        return 100 * share;
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }
}
