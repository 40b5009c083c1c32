package io.sparsesplit.trainer.data;

import org.jspecify.annotations.Nullable;

/** Options as they are written on a command line. */
final class Arguments {

    private Arguments() {}

    /** A space, the option and its value; nothing when there is no value. */
    static String of(String option, @Nullable Object value) {
        return value == null ? "" : " " + option + " " + value;
    }
}
