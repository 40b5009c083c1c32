package io.sparsesplit.edge.adaptation;

/**
 * Offset and codec that the controller has set: one rung of a ladder. Down the ladder codecs get cheaper first, which costs nothing but a
 * lossless codec's loss, then thresholds fall; up it goes the other way round.
 *
 * @param offset added to the exits' thresholds
 * @param codec place in the declared codecs; 0 when there are none
 */
record OperatingPoint(double offset, int codec) {

    /** Returns the rung below, at which less travels; the lowest returns itself. */
    OperatingPoint tightened(ControllerProperties bounds) {
        return codec + 1 < bounds.codecs().size()
                ? new OperatingPoint(offset, codec + 1)
                : new OperatingPoint(Math.max(bounds.minOffset(), rounded(offset - bounds.step())), codec);
    }

    /** Returns the rung above, at which more travels; the highest returns itself. */
    OperatingPoint relaxed(ControllerProperties bounds) {
        if (offset < bounds.maxOffset()) {
            return new OperatingPoint(Math.min(bounds.maxOffset(), rounded(offset + bounds.step())), codec);
        }
        return codec > 0 ? new OperatingPoint(offset, codec - 1) : this;
    }

    /** Steps there and back must meet: sums of binary fractions do not. */
    private static double rounded(double value) {
        return Math.round(value * 1e6) / 1e6;
    }
}
