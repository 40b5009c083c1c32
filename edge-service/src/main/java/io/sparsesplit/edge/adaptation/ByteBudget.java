package io.sparsesplit.edge.adaptation;

import io.sparsesplit.model.decision.Decision.Budget;

/**
 * Bytes that may travel within any 60 seconds. What a call may take is set aside before it is made, and exchanged for what it
 * took when it has ended: so the limit holds at every moment, whatever is under way.
 */
final class ByteBudget {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** Sixty whole seconds and the one under way. */
    private static final int SECONDS = 61;

    private final long limit;
    private final Ticker ticker;
    private final long start;
    private final long[] taken = new long[SECONDS];
    private long second;
    private long inWindow;
    private long underWay;

    ByteBudget(long limit, Ticker ticker) {
        this.limit = limit;
        this.ticker = ticker;
        this.start = ticker.nanos();
    }

    /**
     * Sets bytes aside, if they are there; then {@link #settle} must follow.
     *
     * @return what there was; it {@link Budget#allows} the call when they were set aside
     */
    synchronized Budget reserve(long wanted) {
        Budget budget = new Budget(limit, spent(), wanted);
        if (budget.allows()) {
            underWay += wanted;
        }
        return budget;
    }

    /** A call has ended for which bytes were set aside. */
    synchronized void settle(long wanted, long took) {
        forget();
        underWay -= wanted;
        taken[(int) (second % SECONDS)] += took;
        inWindow += took;
    }

    /** Within the last minute, and set aside. */
    synchronized long spent() {
        forget();
        return inWindow + underWay;
    }

    long limit() {
        return limit;
    }

    private void forget() {
        long now = (ticker.nanos() - start) / NANOS_PER_SECOND;
        long steps = Math.min(now - second, SECONDS);
        for (long i = 1; i <= steps; i++) {
            int slot = (int) ((second + i) % SECONDS);
            inWindow -= taken[slot];
            taken[slot] = 0;
        }
        second = Math.max(now, second);
    }
}
