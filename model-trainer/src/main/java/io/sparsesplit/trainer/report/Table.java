package io.sparsesplit.trainer.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where a run belongs. */
public enum Table {
    /** The paper's Table I. */
    I,
    /** The paper's Table II. */
    II,
    /** The paper's budgets, with freely chosen hidden layers and out-degrees. */
    FREE,
    /** Small networks, sparse and dense, around the paper's dense accuracies. */
    FEWEST,
    /** The best recipe with one of its parts taken away; looks at validation images only. */
    ABLATION,
    /** With and without a teacher. */
    DISTILLATION;

    /**
     * The table of a name.
     *
     * @throws IllegalArgumentException naming the tables there are
     */
    public static Table of(String name) {
        return Arrays.stream(values())
                .filter(table -> table.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no table '%s'; choose one of %s"
                        .formatted(
                                name,
                                Arrays.stream(values()).map(Table::toString).collect(Collectors.joining(", ")))));
    }

    /** Whether the table has rows of the paper. */
    public boolean isOfThePaper() {
        return this == I || this == II;
    }

    /** The name in the results, for example {@code II} or {@code free}. */
    @Override
    public String toString() {
        return isOfThePaper() ? name() : name().toLowerCase(Locale.ROOT);
    }
}
