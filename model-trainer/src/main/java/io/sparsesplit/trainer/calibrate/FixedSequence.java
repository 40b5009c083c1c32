package io.sparsesplit.trainer.calibrate;

import java.util.OptionalInt;
import java.util.function.IntPredicate;

/** Walks along the thresholds, from the safe end on, as long as a test passes; see {@link CalibrationTarget}. */
final class FixedSequence {

    private FixedSequence() {}

    /**
     * Returns the last step that passes before the first that fails, from the step of threshold 1 downwards.
     *
     * @return step; empty when the first step fails already
     */
    static OptionalInt downwards(IntPredicate passes) {
        int step = ThresholdSweep.STEPS;
        while (step >= 0 && passes.test(step)) {
            step--;
        }
        return step == ThresholdSweep.STEPS ? OptionalInt.empty() : OptionalInt.of(step + 1);
    }

    /**
     * Returns the last step that passes before the first that fails, from the step of threshold 0 upwards.
     *
     * @return step; empty when the first step fails already
     */
    static OptionalInt upwards(IntPredicate passes) {
        int step = 0;
        while (step <= ThresholdSweep.STEPS && passes.test(step)) {
            step++;
        }
        return step == 0 ? OptionalInt.empty() : OptionalInt.of(step - 1);
    }
}
