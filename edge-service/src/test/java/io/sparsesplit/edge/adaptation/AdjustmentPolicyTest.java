package io.sparsesplit.edge.adaptation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.codec.Codec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class AdjustmentPolicyTest {

    @Test
    void tooManyLateAnswersTightenAtOnce() {
        AdjustmentPolicy policy = new AdjustmentPolicy(bounds(Objective.DEADLINE));

        assertThat(policy.next(deadline(100, 6, 6, 300)))
                .isEqualTo(Adjustment.tighten("6.0 % of the answers took longer than 100 ms"));
    }

    @Test
    void aSlowLinkHoldsWhereFewEnoughAnswersWaitForIt() {
        AdjustmentPolicy policy = new AdjustmentPolicy(bounds(Objective.DEADLINE));

        for (int i = 0; i < 10; i++) {
            assertThat(policy.next(deadline(100, 3, 3, 300)))
                    .isEqualTo(Adjustment.hold("the cloud takes 300.0 ms, but few enough answers wait for it"));
        }
    }

    @Test
    void aFastLinkRelaxesAfterThreeIntervals() {
        AdjustmentPolicy policy = new AdjustmentPolicy(bounds(Objective.DEADLINE));

        assertThat(policy.next(deadline(100, 0, 9, 5)).because()).isEqualTo("the cloud takes 5.0 ms, interval 1 of 3");
        assertThat(policy.next(deadline(100, 0, 9, 5)).direction()).isEqualTo(Adjustment.Direction.HOLD);
        assertThat(policy.next(deadline(100, 0, 9, 5))).isEqualTo(Adjustment.relax("the cloud takes 5.0 ms"));
        assertThat(policy.next(deadline(100, 0, 9, 5)).direction()).isEqualTo(Adjustment.Direction.HOLD);
    }

    @Test
    void aCloudThatWasNotAskedIsTriedAgain() {
        AdjustmentPolicy policy = new AdjustmentPolicy(bounds(Objective.DEADLINE));

        policy.next(deadline(100, 0, 0, 300));
        policy.next(deadline(100, 0, 0, 300));
        assertThat(policy.next(deadline(100, 0, 0, 300))).isEqualTo(Adjustment.relax("the cloud was not asked"));
    }

    @Test
    void anOpenBreakerTeachesNothing() {
        AdjustmentPolicy policy = new AdjustmentPolicy(bounds(Objective.DEADLINE));

        assertThat(policy.next(new Measured(5, 100, 50, 1, 0, 0, 300, true)))
                .isEqualTo(Adjustment.hold("the breaker is open: nothing can be learnt of the link"));
    }

    @Test
    void twoLateAnswersMustBeExpectedBeforeSharesMeanAnything() {
        assertThat(new AdjustmentPolicy(bounds(Objective.DEADLINE)).isEnough(39))
                .isFalse();
        assertThat(new AdjustmentPolicy(bounds(Objective.DEADLINE)).isEnough(40))
                .isTrue();
        assertThat(new AdjustmentPolicy(bounds(Objective.BYTE_BUDGET)).isEnough(1))
                .isTrue();
    }

    @Test
    void bytesAreHeldAgainstTheBudget() {
        AdjustmentPolicy policy = new AdjustmentPolicy(bounds(Objective.BYTE_BUDGET));

        assertThat(policy.next(budget(10_000, 0))).isEqualTo(Adjustment.tighten("bytes travel at 120000 a minute"));
        assertThat(policy.next(budget(100, 2))).isEqualTo(Adjustment.tighten("2 calls did not fit into the budget"));
        assertThat(policy.next(budget(5_000, 0))).isEqualTo(Adjustment.hold("bytes travel at 60000 a minute"));
        assertThat(policy.next(budget(100, 0)).because()).isEqualTo("bytes travel at 1200 a minute, interval 1 of 3");
    }

    @Test
    void downTheLadderTheCodecGetsCheaperFirstAndUpItIsTheLastToChange() {
        ControllerProperties bounds = bounds(Objective.BYTE_BUDGET);
        OperatingPoint point = new OperatingPoint(0, 0);

        List<OperatingPoint> down = List.of(
                new OperatingPoint(0, 1),
                new OperatingPoint(-0.1, 1),
                new OperatingPoint(-0.2, 1),
                new OperatingPoint(-0.25, 1),
                new OperatingPoint(-0.25, 1));
        for (OperatingPoint next : down) {
            point = point.tightened(bounds);
            assertThat(point).isEqualTo(next);
        }
        List<OperatingPoint> up = List.of(
                new OperatingPoint(-0.15, 1),
                new OperatingPoint(-0.05, 1),
                new OperatingPoint(0, 1),
                new OperatingPoint(0, 0),
                new OperatingPoint(0, 0));
        for (OperatingPoint next : up) {
            point = point.relaxed(bounds);
            assertThat(point).isEqualTo(next);
        }
    }

    private static Measured deadline(long answers, long late, long calls, double linkMs) {
        return new Measured(5, answers, late, calls, 0, 0, linkMs, false);
    }

    private static Measured budget(long bytes, long refused) {
        return new Measured(5, 100, 0, 10, bytes, refused, 5, false);
    }

    private static ControllerProperties bounds(Objective objective) {
        return new ControllerProperties(
                objective,
                Duration.ofMillis(100),
                95,
                DataSize.ofKilobytes(64),
                -0.25,
                0,
                0.1,
                Duration.ofSeconds(5),
                List.of(Codec.FLOAT32, Codec.UINT8));
    }
}
