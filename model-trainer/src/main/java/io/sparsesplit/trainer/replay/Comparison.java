package io.sparsesplit.trainer.replay;

import io.sparsesplit.trainer.edge.Answer;
import io.sparsesplit.trainer.edge.EdgeTotals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The edge's own count of a replay beside the client's.
 *
 * @param counts each with its name
 */
record Comparison(List<Count> counts) {

    /**
     * One count.
     *
     * @param what was counted
     * @param replay counted by the client
     * @param edge counted by the edge
     * @param agree whether that fits
     */
    record Count(String what, long replay, long edge, boolean agree) {}

    /**
     * Compares. Everything must be equal, with one exception: after the edge gave up waiting for the cloud and answered, some
     * more bytes of that exchange may have travelled.
     *
     * @param before the edge's totals before the first image
     * @param after the edge's totals after the last
     */
    static Comparison of(Result replay, EdgeTotals before, EdgeTotals after) {
        List<Count> counts = new ArrayList<>();
        int refused = sum(replay.errorsByStatus());
        counts.add(
                equal("requests", replay.images() - replay.failures() + refused, after.requests() - before.requests()));
        for (String exit : union(replay.exits(), after.answers())) {
            counts.add(equal(
                    "answers " + exit, replay.exits(exit), get(after.answers(), exit) - get(before.answers(), exit)));
        }
        for (String status : union(replay.errorsByStatus(), after.errors())) {
            counts.add(equal(
                    "errors " + status,
                    get(replay.errorsByStatus(), status),
                    get(after.errors(), status) - get(before.errors(), status)));
        }
        Answer.Bytes bytes = replay.bytes();
        counts.add(equal(
                "bytes of images",
                bytes.image(),
                after.bytes().image() - before.bytes().image()));
        boolean gaveUp = replay.late() > 0;
        counts.add(travelled(
                "bytes of payload",
                bytes.payload(),
                after.bytes().payload() - before.bytes().payload(),
                gaveUp));
        counts.add(travelled(
                "bytes of frames",
                bytes.frame(),
                after.bytes().frame() - before.bytes().frame(),
                gaveUp));
        counts.add(travelled(
                "bytes sent to the cloud",
                bytes.sent(),
                after.bytes().sent() - before.bytes().sent(),
                gaveUp));
        counts.add(travelled(
                "bytes received from the cloud",
                bytes.received(),
                after.bytes().received() - before.bytes().received(),
                gaveUp));
        return new Comparison(counts);
    }

    boolean agrees() {
        return counts.stream().allMatch(Count::agree);
    }

    private static Count equal(String what, long replay, long edge) {
        return new Count(what, replay, edge, replay == edge);
    }

    private static Count travelled(String what, long replay, long edge, boolean gaveUp) {
        return new Count(what, replay, edge, gaveUp ? replay <= edge : replay == edge);
    }

    private static TreeSet<String> union(Map<String, ?> replay, Map<String, ?> edge) {
        TreeSet<String> names = new TreeSet<>(replay.keySet());
        names.addAll(edge.keySet());
        return names;
    }

    private static long get(Map<String, ? extends Number> counts, String name) {
        Number count = counts.get(name);
        return count == null ? 0 : count.longValue();
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
