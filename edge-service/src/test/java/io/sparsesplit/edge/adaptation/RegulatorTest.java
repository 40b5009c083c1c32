package io.sparsesplit.edge.adaptation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.codec.Codec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class RegulatorTest {

    @Test
    void tooManyLateAnswersTightenAtOnce() {
        Regulator regulator = new Regulator(bounds(Objective.DEADLINE));

        assertThat(regulator.next(deadline(100, 6, 6, 300)))
                .isEqualTo(Move.tighten("6.0 % of the answers took longer than 100 ms"));
    }

    @Test
    void aSlowLinkHoldsWhereFewEnoughAnswersWaitForIt() {
        Regulator regulator = new Regulator(bounds(Objective.DEADLINE));

        for (int i = 0; i < 10; i++) {
            assertThat(regulator.next(deadline(100, 3, 3, 300)))
                    .isEqualTo(Move.hold("the cloud takes 300.0 ms, but few enough answers wait for it"));
        }
    }

    @Test
    void aFastLinkRelaxesAfterThreeIntervals() {
        Regulator regulator = new Regulator(bounds(Objective.DEADLINE));

        assertThat(regulator.next(deadline(100, 0, 9, 5)).because())
                .isEqualTo("the cloud takes 5.0 ms, interval 1 of 3");
        assertThat(regulator.next(deadline(100, 0, 9, 5)).direction()).isEqualTo(Move.Direction.HOLD);
        assertThat(regulator.next(deadline(100, 0, 9, 5))).isEqualTo(Move.relax("the cloud takes 5.0 ms"));
        assertThat(regulator.next(deadline(100, 0, 9, 5)).direction()).isEqualTo(Move.Direction.HOLD);
    }

    @Test
    void aCloudThatWasNotAskedIsTriedAgain() {
        Regulator regulator = new Regulator(bounds(Objective.DEADLINE));

        regulator.next(deadline(100, 0, 0, 300));
        regulator.next(deadline(100, 0, 0, 300));
        assertThat(regulator.next(deadline(100, 0, 0, 300))).isEqualTo(Move.relax("the cloud was not asked"));
    }

    @Test
    void anOpenBreakerTeachesNothing() {
        Regulator regulator = new Regulator(bounds(Objective.DEADLINE));

        assertThat(regulator.next(new Measured(5, 100, 50, 1, 0, 0, 300, true)))
                .isEqualTo(Move.hold("the breaker is open: nothing can be learnt of the link"));
    }

    @Test
    void twoLateAnswersMustBeExpectedBeforeSharesMeanAnything() {
        assertThat(new Regulator(bounds(Objective.DEADLINE)).isEnough(39)).isFalse();
        assertThat(new Regulator(bounds(Objective.DEADLINE)).isEnough(40)).isTrue();
        assertThat(new Regulator(bounds(Objective.BYTE_BUDGET)).isEnough(1)).isTrue();
    }

    @Test
    void bytesAreHeldAgainstTheBudget() {
        Regulator regulator = new Regulator(bounds(Objective.BYTE_BUDGET));

        assertThat(regulator.next(budget(10_000, 0))).isEqualTo(Move.tighten("bytes travel at 120000 a minute"));
        assertThat(regulator.next(budget(100, 2))).isEqualTo(Move.tighten("2 calls did not fit into the budget"));
        assertThat(regulator.next(budget(5_000, 0))).isEqualTo(Move.hold("bytes travel at 60000 a minute"));
        assertThat(regulator.next(budget(100, 0)).because())
                .isEqualTo("bytes travel at 1200 a minute, interval 1 of 3");
    }

    @Test
    void downTheLadderTheCodecGetsCheaperFirstAndUpItIsTheLastToChange() {
        ControllerProperties bounds = bounds(Objective.BYTE_BUDGET);
        Setting setting = new Setting(0, 0);

        List<Setting> down = List.of(
                new Setting(0, 1),
                new Setting(-0.1, 1),
                new Setting(-0.2, 1),
                new Setting(-0.25, 1),
                new Setting(-0.25, 1));
        for (Setting next : down) {
            setting = setting.tightened(bounds);
            assertThat(setting).isEqualTo(next);
        }
        List<Setting> up = List.of(
                new Setting(-0.15, 1), new Setting(-0.05, 1), new Setting(0, 1), new Setting(0, 0), new Setting(0, 0));
        for (Setting next : up) {
            setting = setting.relaxed(bounds);
            assertThat(setting).isEqualTo(next);
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
