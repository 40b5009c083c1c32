package io.sparsesplit.trainer.report;

import java.util.List;

/**
 * What a mean test accuracy is held against, set before this trainer was written.
 *
 * @param table I or II for the paper's hidden sizes, or free
 * @param row of the table
 * @param floor in percent
 * @param aim in percent
 */
record Goal(Table table, String row, double floor, double aim) {

    /** How many times fewer parameters than the paper's largest dense network reach its accuracy: floor and aim. */
    static final int FEWER_FLOOR = 15;

    static final int FEWER_AIM = 20;

    /** How many times fewer those are than of dense networks trained with the same recipe: floor and aim. */
    static final double REDUCTION_FLOOR = 6;

    static final double REDUCTION_AIM = 8;

    static final List<Goal> ALL = List.of(
            new Goal(Table.I, "sparse 2450", 97.4, 97.9),
            new Goal(Table.I, "sparse 5730", 98.1, 98.5),
            new Goal(Table.II, "sparse 8250", 98.35, 98.7),
            new Goal(Table.I, "sparse 16650", 98.6, 98.9),
            new Goal(Table.II, "sparse 33210", 98.95, 99.2),
            new Goal(Table.FREE, "sparse 2450", 97.6, 98.0),
            new Goal(Table.FREE, "sparse 5730", 98.55, 98.9),
            new Goal(Table.FREE, "sparse 16650", 99.2, 99.35));

    /** Parameters of a network so many times smaller than one of the paper. */
    static int fewest(Paper.Row paper, int times) {
        return paper.parameters() / times;
    }

    /** The paper's row of this budget, the more accurate where there are two. */
    Paper.Row budget() {
        return Paper.sparse(row).get(0);
    }
}
