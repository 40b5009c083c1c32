package io.sparsesplit.edge.adaptation;

/**
 * What the controller saw since it last decided.
 *
 * @param seconds that passed
 * @param answers whose threshold it set
 * @param late answers among them that took longer than the target latency
 * @param calls to the cloud that ended
 * @param bytes they took on the wire
 * @param refused calls that were not made because the byte budget was spent
 * @param linkMs an exponentially weighted mean of how long calls take, in milliseconds; 0 before the first
 * @param breakerOpen whether the cloud is not asked at all
 */
record Measured(
        double seconds,
        long answers,
        long late,
        long calls,
        long bytes,
        long refused,
        double linkMs,
        boolean breakerOpen) {

    /** Percent of the answers. */
    double lateShare() {
        return answers == 0 ? 0 : 100.0 * late / answers;
    }

    /** On the wire. */
    double bytesPerMinute() {
        return bytes * 60 / seconds;
    }
}
