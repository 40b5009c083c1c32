package io.sparsesplit.trainer.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.trainer.calibrate.CalibrationTarget.Kind;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promises are kept as often as they say, where the truth is known. */
class ResplitsTest {

    private static final Scores POOL = SyntheticScores.of(6000, 1, 1, 0.97, 12);

    @ParameterizedTest
    @CsvSource({"MAX_LOSS, 1.5", "TARGET_ACCURACY, 95", "TARGET_EXIT_RATE, 50"})
    void aPromiseIsBrokenInAtMostOneOfTwentySamplesAndAMeasurementInManyMore(Kind kind, double value) {
        CalibrationTarget promise = new CalibrationTarget(kind, value, 0.95);
        AtomicInteger drawn = new AtomicInteger();
        List<Reliability> reliabilities = new Resplits(POOL, Criterion.MAX_SOFTMAX, 1000, 200, 1)
                .draw(true, List.of(way(promise), way(promise.empirical())), drawn::incrementAndGet);

        assertThat(drawn).hasValue(200);
        assertThat(reliabilities.get(0).broken()).isLessThanOrEqualTo(5);
        assertThat(reliabilities.get(1).broken()).isGreaterThan(25);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void theSameSeedDrawsTheSameSamples(boolean withReplacement) {
        CalibrationTarget target = new CalibrationTarget(Kind.MAX_LOSS, 2, 0.9);
        assertThat(figures(target, withReplacement, 5))
                .isEqualTo(figures(target, withReplacement, 5))
                .isNotEqualTo(figures(target, withReplacement, 6));
    }

    private static Function<ThresholdSweep, Claims> way(CalibrationTarget target) {
        return Claims.ofWish(target, 800, SyntheticScores.LABELS);
    }

    private static Object figures(CalibrationTarget target, boolean withReplacement, long seed) {
        return new Resplits(POOL, Criterion.ENTROPY, 600, 5, seed)
                .draw(withReplacement, List.of(Claims.ofWish(target, 480, SyntheticScores.LABELS)), () -> {})
                .get(0)
                .figures();
    }
}
