package io.sparsesplit.trainer.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mean test accuracy is held against. Floors are what feasibility runs reached before this trainer was written; the aim
 * at the paper's hidden sizes is the floor of free shapes.
 *
 * @param table I or II for the paper's hidden sizes, or free
 * @param row of the table
 * @param floor in percent
 * @param aim in percent; null where any figure above the floor is welcome
 */
record Goal(Table table, String row, double floor, @Nullable Double aim) {

    /** Fewest parameters that reach the accuracy of the paper's largest dense network: floor and aim. */
    static final int FEWEST_FLOOR = 2_420;

    static final int FEWEST_AIM = 2_130;

    /** How many times fewer those are than of dense networks trained with the same recipe: floor and aim. */
    static final double REDUCTION_FLOOR = 6;

    static final double REDUCTION_AIM = 7;

    static final List<Goal> ALL = List.of(
            new Goal(Table.I, "sparse 2450", 97.47, 97.70),
            new Goal(Table.I, "sparse 4090", 98.14, 98.31),
            new Goal(Table.II, "sparse 4930", 98.24, 98.62),
            new Goal(Table.I, "sparse 5730", 98.14, 98.64),
            new Goal(Table.II, "sparse 8250", 98.39, 98.85),
            new Goal(Table.II, "sparse 11570", 98.45, 99.04),
            new Goal(Table.I, "sparse 16650", 98.64, 99.26),
            new Goal(Table.II, "sparse 23530", 98.93, 99.25),
            new Goal(Table.II, "sparse 33210", 98.98, 99.31),
            new Goal(Table.FREE, "sparse 2450", 97.70, null),
            new Goal(Table.FREE, "sparse 4090", 98.31, null),
            new Goal(Table.FREE, "sparse 4930", 98.62, null),
            new Goal(Table.FREE, "sparse 5730", 98.64, null),
            new Goal(Table.FREE, "sparse 8250", 98.85, null),
            new Goal(Table.FREE, "sparse 11570", 99.04, null),
            new Goal(Table.FREE, "sparse 16650", 99.26, null),
            new Goal(Table.FREE, "sparse 23530", 99.25, null),
            new Goal(Table.FREE, "sparse 33210", 99.31, null));

    /** The paper's row of this budget, the more accurate where there are two. */
    Paper.Row budget() {
        return Paper.sparse(row).get(0);
    }
}
