package io.sparsesplit.trainer.replay;

import io.sparsesplit.trainer.edge.Answer;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What came of a replay.
 *
 * @param images sent
 * @param correct answers
 * @param degraded answers
 * @param late answers of the edge because the cloud took too long
 * @param exits answers by exit
 * @param labels answered, beside the true ones
 * @param errors images without an answer, by message
 * @param errorsByStatus those among them that the edge refused, by HTTP status
 * @param bytes that travelled, by what the answers say
 * @param latencyMs as this client saw it, by exit and for all
 * @param within a time; null when nobody asked
 * @param decisions recomputed from the answers
 * @param seconds from the first image to the last answer
 */
record Result(
        int images,
        int correct,
        int degraded,
        int late,
        SortedMap<String, Long> exits,
        AnsweredLabels labels,
        SortedMap<String, Integer> errors,
        SortedMap<String, Integer> errorsByStatus,
        Answer.Bytes bytes,
        SortedMap<String, Latency> latencyMs,
        @Nullable Within within,
        Decisions decisions,
        double seconds) {

    /** The key in {@code latencyMs} of all answers. */
    static final String ALL = "all";

    /** Exit of answers that the edge gave because it was confident. */
    static final String EDGE = "edge";

    /**
     * Half of the answers took at most p50, 99 of 100 at most p99.
     *
     * @param p50 in milliseconds
     * @param p99 in milliseconds
     */
    record Latency(double p50, double p99) {}

    /**
     * Answers that came in time.
     *
     * @param ms that they took at most
     * @param answers so many
     */
    record Within(int ms, long answers) {}

    /**
     * Answers from which alone it was decided again where their images had to be answered.
     *
     * @param recomputed so many explain themselves
     * @param agreeing so many of them do so without a contradiction
     * @param disagreement the first contradiction; null when there is none
     */
    record Decisions(int recomputed, int agreeing, @Nullable String disagreement) {}

    long exits(String exit) {
        return exits.getOrDefault(exit, 0L);
    }

    int failures() {
        return errors.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Percent of the images. */
    double accuracy() {
        return percent(correct);
    }

    /** Percent of the images. */
    double localExitRate() {
        return percent(exits(EDGE));
    }

    double imagesPerSecond() {
        return images / seconds;
    }

    double perImage(long total) {
        return images == 0 ? 0 : (double) total / images;
    }

    private double percent(long part) {
        return images == 0 ? 0 : 100.0 * part / images;
    }
}
