package io.sparsesplit.service.admission;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the requests at work, and lets in no more than there may be. Nobody waits: a request gets in now, or it is refused
 * now.
 */
public final class Admission {

    /** Share of the places behind which a service should save what work it can do without. */
    private static final double CROWDED = 0.75;

    private final int max;
    private final int crowd;
    private final AtomicInteger inside = new AtomicInteger();

    /**
     * An empty house.
     *
     * @param max most requests at work at once, 1 or more
     */
    public Admission(int max) {
        this.max = max;
        this.crowd = (int) Math.ceil(max * CROWDED);
    }

    /** Whether there is a place for one more; whoever gets it must {@link #leave}. */
    public boolean enter() {
        if (inside.incrementAndGet() > max) {
            inside.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Gives a place back. */
    public void leave() {
        inside.decrementAndGet();
    }

    /** Whether three quarters of the places are taken, or more: the last moment to do less for each before some are refused. */
    public boolean crowded() {
        return inside.get() >= crowd;
    }
}
