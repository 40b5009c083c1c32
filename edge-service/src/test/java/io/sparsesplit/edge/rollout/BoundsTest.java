package io.sparsesplit.edge.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.edge.rollout.Bounds.Violation;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoundsTest {

    private static final long MS = 1_000_000;

    private final Window canary = new Window(100);
    private final Window incumbent = new Window(100);

    @Test
    void likeTheIncumbentIsWithinBounds() {
        add(canary, 100, Outcome.EDGE, 5 * MS);
        add(incumbent, 100, Outcome.EDGE, 5 * MS);

        assertThat(check()).isEmpty();
    }

    @Test
    void tooFewRequestsAreNotJudged() {
        add(incumbent, 100, Outcome.EDGE, MS);
        add(canary, 19, Outcome.ERROR, MS);
        assertThat(check()).isEmpty();

        add(canary, 1, Outcome.ERROR, MS);

        assertThat(check()).isPresent();
    }

    @Test
    void moreFailuresThanTheIncumbent() {
        add(incumbent, 100, Outcome.EDGE, MS);
        add(canary, 95, Outcome.EDGE, MS);
        add(canary, 3, Outcome.ERROR, MS);
        add(canary, 2, Outcome.EDGE_FALLBACK, MS);
        assertThat(check()).isEmpty();

        add(canary, 1, Outcome.EDGE_FALLBACK, MS);

        assertThat(check())
                .contains(new Violation(
                        RollbackReason.FAILURES,
                        "6.0 % of its answers were fallbacks or errors, of the incumbent's 0.0 %"));
    }

    @Test
    void aCloudThatFailsBothIsNotTheCanarysFault() {
        add(incumbent, 50, Outcome.EDGE_FALLBACK, MS);
        add(incumbent, 50, Outcome.EDGE, MS);
        add(canary, 50, Outcome.EDGE_FALLBACK, MS);
        add(canary, 50, Outcome.EDGE, MS);

        assertThat(check()).isEmpty();
    }

    @Test
    void moreFailuresThanAllowedAtAll() {
        add(canary, 60, Outcome.EDGE_FALLBACK, MS);
        add(canary, 40, Outcome.EDGE, MS);

        assertThat(check(0.5, 0))
                .contains(new Violation(
                        RollbackReason.FAILURES, "60.0 % of its answers were fallbacks or errors, more than 50.0 %"));
    }

    @Test
    void slowerThanTheIncumbent() {
        add(incumbent, 100, Outcome.EDGE, 2 * MS);
        add(canary, 100, Outcome.EDGE, 6 * MS);
        assertThat(check()).isEmpty();

        add(canary, 51, Outcome.EDGE, 6 * MS + 10_000);

        assertThat(check())
                .contains(new Violation(
                        RollbackReason.LATENCY, "its median latency was 6.01 ms, the incumbent's 2.00 ms"));
    }

    @Test
    void aFewSlowAnswersAreNotASlowModel() {
        add(incumbent, 100, Outcome.EDGE, MS);
        add(canary, 51, Outcome.EDGE, MS);
        add(canary, 49, Outcome.EDGE, 500 * MS);

        assertThat(check()).isEmpty();
    }

    @Test
    void belowAMillisecondNothingIsSlow() {
        add(incumbent, 100, Outcome.EDGE, MS / 100);
        add(canary, 100, Outcome.EDGE, MS);

        assertThat(check()).isEmpty();
    }

    @Test
    void slowerThanAllowedAtAll() {
        add(canary, 100, Outcome.EDGE, 1001 * MS);

        assertThat(check())
                .contains(new Violation(
                        RollbackReason.LATENCY, "its median latency was 1001.00 ms, more than 1000.00 ms"));
    }

    @Test
    void fewerExitsThanTheIncumbent() {
        add(incumbent, 90, Outcome.EDGE, MS);
        add(incumbent, 10, Outcome.CLOUD, MS);
        add(canary, 69, Outcome.EDGE, MS);
        add(canary, 31, Outcome.CLOUD, MS);

        assertThat(check())
                .contains(new Violation(
                        RollbackReason.EXIT_RATE, "the edge answered 69.0 % by itself, with the incumbent 90.0 %"));
    }

    @Test
    void suspiciouslyMoreExitsThanTheIncumbent() {
        add(incumbent, 70, Outcome.EDGE, MS);
        add(incumbent, 30, Outcome.CLOUD, MS);
        add(canary, 100, Outcome.EDGE, MS);

        assertThat(check())
                .contains(new Violation(
                        RollbackReason.EXIT_RATE, "the edge answered 100.0 % by itself, with the incumbent 70.0 %"));
    }

    @Test
    void fewerExitsThanDemandedAtAll() {
        add(canary, 50, Outcome.EDGE, MS);
        add(canary, 50, Outcome.CLOUD, MS);

        assertThat(check(1, 0.6))
                .contains(new Violation(
                        RollbackReason.EXIT_RATE, "the edge answered 50.0 % by itself, less than 60.0 %"));
    }

    /** The cloud is rarely asked: its last answers count, however long ago they were. */
    @Test
    void aTailThatContradictsItsExit() {
        for (int i = 0; i < 20; i++) {
            incumbent.add(Outcome.CLOUD, i < 8, MS);
            canary.add(Outcome.CLOUD, i < 15, MS);
            add(incumbent, 19, Outcome.EDGE, MS);
            add(canary, 19, Outcome.EDGE, MS);
        }

        assertThat(check())
                .contains(new Violation(
                        RollbackReason.CONTRADICTIONS,
                        "the cloud contradicted its exit in 75.0 % of the cloud's answers, the incumbent's in 40.0 %"));
    }

    @Test
    void whatLeftTheWindowIsForgiven() {
        add(incumbent, 100, Outcome.EDGE, MS);
        add(canary, 100, Outcome.ERROR, MS);
        assertThat(check()).isPresent();

        add(canary, 100, Outcome.EDGE, MS);

        assertThat(check()).isEmpty();
        assertThat(canary.view().requests()).isEqualTo(200);
        assertThat(canary.view().shown()).isEqualTo(100);
    }

    private Optional<Violation> check() {
        return check(1, 0);
    }

    private Optional<Violation> check(double maxFailureRate, double minExitRate) {
        return new Bounds(new BoundsProperties(
                        100, 20, maxFailureRate, 0.05, Duration.ofSeconds(1), 3, minExitRate, 0.2, 0.3))
                .check(canary.view(), incumbent.view());
    }

    private static void add(Window window, int count, Outcome outcome, long nanos) {
        for (int i = 0; i < count; i++) {
            window.add(outcome, false, nanos);
        }
    }
}
