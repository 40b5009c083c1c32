package io.sparsesplit.trainer.replay;

import io.sparsesplit.model.decision.DecisionCheck;
import io.sparsesplit.model.decision.Explained;
import io.sparsesplit.trainer.edge.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Counts answers as they come in. Safe to share between threads. */
final class Tally {

    private static final int SIGNIFICANT_DIGITS = 3;

    private final SortedMap<String, Histogram> microsByExit = new TreeMap<>();
    private final SortedMap<String, Integer> errors = new TreeMap<>();
    private final SortedMap<String, Integer> errorsByStatus = new TreeMap<>();
    private final List<AnsweredLabels.Pair> pairs = new ArrayList<>();
    private Answer.Bytes bytes = Answer.Bytes.NONE;
    private final OptionalInt withinMs;
    private int within;
    private int explained;
    private int agreeing;
    private @Nullable String disagreement;
    private int correct;
    private int degraded;
    private int late;
    private int errorsInARow;

    /**
     * Nothing is counted yet.
     *
     * @param withinMs answers that take at most so many milliseconds are counted, too
     */
    Tally(OptionalInt withinMs) {
        this.withinMs = withinMs;
    }

    /** Counts an answer to an image whose class has the label given. */
    synchronized void answered(Answer answer, String label, long nanos) {
        microsByExit
                .computeIfAbsent(answer.exit(), exit -> new Histogram(SIGNIFICANT_DIGITS))
                .recordValue(nanos / 1000);
        within += withinMs.isPresent() && nanos <= withinMs.getAsInt() * 1_000_000L ? 1 : 0;
        if (answer.explained() != null) {
            recompute(answer.explained());
        }
        bytes = bytes.plus(answer.bytes());
        pairs.add(new AnsweredLabels.Pair(
                label, answer.label(), answer.confidence(), answer.exit().equals(Result.EDGE)));
        correct += answer.label().equals(label) ? 1 : 0;
        degraded += answer.degraded() ? 1 : 0;
        late += answer.reason().equals("timeout") ? 1 : 0;
        errorsInARow = 0;
    }

    private void recompute(Explained answer) {
        explained++;
        Optional<String> different = DecisionCheck.disagreement(answer);
        agreeing += different.isEmpty() ? 1 : 0;
        if (disagreement == null) {
            disagreement = different.orElse(null);
        }
    }

    /** An answer with an HTTP status that is none. */
    synchronized void refused(int status, String message) {
        errorsByStatus.merge(Integer.toString(status), 1, Integer::sum);
        failed(message);
    }

    /** No answer at all. */
    synchronized void failed(String message) {
        errors.merge(message, 1, Integer::sum);
        errorsInARow++;
    }

    synchronized int errorsInARow() {
        return errorsInARow;
    }

    synchronized int errors() {
        return sum(errors);
    }

    /** For a progress bar. */
    synchronized String line() {
        StringBuilder line = new StringBuilder();
        microsByExit.forEach((exit, micros) -> line.append(" %s %d".formatted(exit, micros.getTotalCount())));
        return line.append(" degraded %d errors %d".formatted(degraded, errors()))
                .toString();
    }

    /** What came of it all. */
    synchronized Result result(double seconds) {
        SortedMap<String, Long> exits = new TreeMap<>();
        SortedMap<String, Result.Latency> latency = new TreeMap<>();
        Histogram all = new Histogram(SIGNIFICANT_DIGITS);
        microsByExit.forEach((exit, micros) -> {
            exits.put(exit, micros.getTotalCount());
            latency.put(exit, latency(micros));
            all.add(micros);
        });
        latency.put(Result.ALL, latency(all));
        int images = (int) all.getTotalCount() + errors();
        return new Result(
                images,
                correct,
                degraded,
                late,
                exits,
                AnsweredLabels.of(pairs),
                copy(errors),
                copy(errorsByStatus),
                bytes,
                latency,
                withinMs.isPresent() ? new Result.Within(withinMs.getAsInt(), within) : null,
                new Result.Decisions(explained, agreeing, disagreement),
                seconds);
    }

    private static Result.Latency latency(Histogram micros) {
        return new Result.Latency(micros.getValueAtPercentile(50) / 1000.0, micros.getValueAtPercentile(99) / 1000.0);
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static SortedMap<String, Integer> copy(SortedMap<String, Integer> counts) {
        return new TreeMap<>(counts);
    }
}
