package io.sparsesplit.trainer.data;

import java.util.List;
import java.util.Locale;

/** The names by which tools call the parts of a data set, in any case. */
enum PartName {
    TRAINING("train training"),
    VALIDATION("validation valid val"),
    TEST("test testing");

    private final String names;

    PartName(String names) {
        this.names = names;
    }

    /** Names in lower case. */
    List<String> names() {
        return List.of(names.split(" ", -1));
    }

    /** Returns whether a folder of this name holds this part. */
    boolean matches(String name) {
        return names().contains(name.toLowerCase(Locale.ROOT));
    }

    /** The part in messages. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
