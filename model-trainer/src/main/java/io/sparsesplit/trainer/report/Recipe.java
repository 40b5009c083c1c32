package io.sparsesplit.trainer.report;

import java.util.Locale;

/** How a network of the report was trained. */
public enum Recipe {
    /** As the paper's reference code does it. */
    PAPER,
    /** As well as we know. */
    BEST;

    /** The name in the results, for example {@code best}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
