package io.sparsesplit.edge.rollout;

import java.util.BitSet;

/** Success rate over a sliding window. */
final class Share {

    private final int window;
    private final BitSet last;
    private long seen;
    private int hits;

    Share(int window) {
        this.window = window;
        this.last = new BitSet(window);
    }

    void add(boolean hit) {
        int place = (int) (seen % window);
        if (last.get(place)) {
            hits--;
        }
        last.set(place, hit);
        if (hit) {
            hits++;
        }
        seen++;
    }

    /** How many cases it is a share of. */
    int cases() {
        return (int) Math.min(seen, window);
    }

    /** 0 to 1; 0 as long as there is no case. */
    double value() {
        return seen == 0 ? 0 : (double) hits / cases();
    }
}
