package io.sparsesplit.model.network;

/**
 * Where a network is cut: the first {@code headJunctions} junctions live on the edge, the others in the cloud.
 *
 * @param headJunctions 1 or more, and fewer than {@code junctions}
 * @param junctions of the whole network, 2 or more
 */
public record SplitPoint(int headJunctions, int junctions) {

    public SplitPoint {
        if (junctions < 2) {
            throw new IllegalArgumentException(
                    "a network needs 2 junctions or more to be split, not %d".formatted(junctions));
        }
        if (headJunctions < 1 || headJunctions >= junctions) {
            throw new IllegalArgumentException(
                    "a network of %d junctions can be split after junction 1 to %d, not after %d"
                            .formatted(junctions, junctions - 1, headJunctions));
        }
    }

    /** The cut of the paper: as many junctions before as after, or one more after. */
    public static SplitPoint midpoint(int junctions) {
        return new SplitPoint(junctions / 2, junctions);
    }
}
