package io.sparsesplit.edge.adaptation;

import java.util.Locale;

/**
 * Decides, once an interval, which way to go. Down at once, up only after three intervals in a row that allow it: too much is
 * felt by users, too little only costs some accuracy meanwhile.
 */
final class AdjustmentPolicy {

    private static final int PATIENCE = 3;

    /** Part of what is allowed that may be in use when going up: the next rung needs room. */
    private static final double ROOM = 0.7;

    private final ControllerProperties bounds;
    private int goodIntervals;

    AdjustmentPolicy(ControllerProperties bounds) {
        this.bounds = bounds;
    }

    /** Whether so many answers tell the percentile: two late ones are to be expected among them when it is just kept. */
    boolean isEnough(long answers) {
        return bounds.objective() != Objective.DEADLINE || answers * (100 - bounds.percentile()) >= 200;
    }

    Adjustment next(Measured measured) {
        if (measured.breakerOpen()) {
            goodIntervals = 0;
            return Adjustment.hold("the breaker is open: nothing can be learnt of the link");
        }
        Adjustment wanted = bounds.objective() == Objective.DEADLINE ? deadline(measured) : budget(measured);
        goodIntervals = wanted.direction() == Adjustment.Direction.RELAX ? goodIntervals + 1 : 0;
        if (wanted.direction() != Adjustment.Direction.RELAX) {
            return wanted;
        }
        if (goodIntervals < PATIENCE) {
            return Adjustment.hold("%s, interval %d of %d".formatted(wanted.because(), goodIntervals, PATIENCE));
        }
        goodIntervals = 0;
        return wanted;
    }

    private Adjustment deadline(Measured measured) {
        long target = bounds.targetLatency().toMillis();
        double allowed = 100 - bounds.percentile();
        double late = measured.lateShare();
        if (late > allowed) {
            return Adjustment.tighten("%s %% of the answers took longer than %d ms".formatted(digits(late), target));
        } else if (measured.calls() > 0 && measured.linkMs() > target) {
            return Adjustment.hold(
                    "the cloud takes %s ms, but few enough answers wait for it".formatted(digits(measured.linkMs())));
        } else if (late > ROOM * allowed) {
            return Adjustment.hold("%s %% of the answers took longer than %d ms".formatted(digits(late), target));
        }
        return measured.calls() == 0
                ? Adjustment.relax("the cloud was not asked")
                : Adjustment.relax("the cloud takes %s ms".formatted(digits(measured.linkMs())));
    }

    private Adjustment budget(Measured measured) {
        double rate = measured.bytesPerMinute();
        double allowed = bounds.bytesPerMinute().toBytes();
        if (measured.refused() > 0) {
            return Adjustment.tighten("%d calls did not fit into the budget".formatted(measured.refused()));
        } else if (rate > allowed) {
            return Adjustment.tighten("bytes travel at %s a minute".formatted(digits(rate)));
        } else if (rate > ROOM * allowed) {
            return Adjustment.hold("bytes travel at %s a minute".formatted(digits(rate)));
        }
        return Adjustment.relax("bytes travel at %s a minute".formatted(digits(rate)));
    }

    private static String digits(double value) {
        return String.format(Locale.ROOT, value < 1000 ? "%.1f" : "%.0f", value);
    }
}
