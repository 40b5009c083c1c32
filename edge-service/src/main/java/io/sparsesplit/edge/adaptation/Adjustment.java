package io.sparsesplit.edge.adaptation;

import java.util.Locale;

/**
 * What to do now, and why.
 *
 * @param direction down to fewer bytes and calls, up to more, or neither
 * @param because one clause that a person reads
 */
record Adjustment(Direction direction, String because) {

    enum Direction {
        TIGHTEN,
        HOLD,
        RELAX;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Adjustment tighten(String because) {
        return new Adjustment(Direction.TIGHTEN, because);
    }

    static Adjustment hold(String because) {
        return new Adjustment(Direction.HOLD, because);
    }

    static Adjustment relax(String because) {
        return new Adjustment(Direction.RELAX, because);
    }
}
