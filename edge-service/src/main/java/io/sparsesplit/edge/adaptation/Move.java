package io.sparsesplit.edge.adaptation;

import java.util.Locale;

/**
 * What to do now, and why.
 *
 * @param direction down to fewer bytes and calls, up to more, or neither
 * @param because one clause that a person reads
 */
record Move(Direction direction, String because) {

    enum Direction {
        TIGHTEN,
        HOLD,
        RELAX;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Move tighten(String because) {
        return new Move(Direction.TIGHTEN, because);
    }

    static Move hold(String because) {
        return new Move(Direction.HOLD, because);
    }

    static Move relax(String because) {
        return new Move(Direction.RELAX, because);
    }
}
