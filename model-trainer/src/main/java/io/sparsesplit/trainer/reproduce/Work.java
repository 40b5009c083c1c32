package io.sparsesplit.trainer.reproduce;

import me.tongfei.progressbar.ProgressBar;

/** Moves a bar along with a run. It counts millions of parameters times images, since that is what time goes by. */
final class Work {

    private static final long UNIT = 1_000_000;

    private final ProgressBar bar;
    private final long parameters;
    private long done;

    Work(ProgressBar bar, int parameters) {
        this.bar = bar;
        this.parameters = parameters;
    }

    static long units(long parametersTimesImages) {
        return parametersTimesImages / UNIT;
    }

    /** So many more images were learned from. */
    void images(int count) {
        long before = units(done);
        done += count * parameters;
        bar.stepBy(units(done) - before);
    }
}
