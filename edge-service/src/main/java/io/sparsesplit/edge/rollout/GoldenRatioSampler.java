package io.sparsesplit.edge.rollout;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes a share of all requests, the same ones each time: request number k when the fractional part of k times the golden
 * ratio is below the share. Of n requests that are n times the share, give or take a few, and evenly spread, but never in
 * step with a camera whose every tenth image is a special one.
 */
final class GoldenRatioSampler {

    /** The golden ratio's fractional part, times 2 to the power of 64. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private static final double TWO_TO_53 = 0x1p53;

    private final long below;
    private final AtomicLong place = new AtomicLong();

    /**
     * A sampler that starts with the first request.
     *
     * @param share 0 to 1
     */
    GoldenRatioSampler(double share) {
        this.below = (long) (share * TWO_TO_53);
    }

    /** Returns whether the next request is one of the share. */
    boolean next() {
        return place.addAndGet(GOLDEN) >>> 11 < below;
    }
}
