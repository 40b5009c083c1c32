package io.sparsesplit.trainer.replay;

import io.sparsesplit.trainer.evaluate.ClassTable;
import io.sparsesplit.trainer.evaluate.ConfusionMatrix;
import io.sparsesplit.trainer.evaluate.ConfusionTable;
import io.sparsesplit.trainer.evaluate.EvaluationFigures;
import io.sparsesplit.trainer.evaluate.EvaluationTable;
import io.sparsesplit.trainer.statistics.Interval;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A replay for people and for programs.
 *
 * @param result what came of it
 * @param comparison with the edge's own count; null when the edge shows none
 */
record Report(Result result, @Nullable Comparison comparison) {

    private static final int ERRORS_SHOWN = 5;

    boolean isGood() {
        return result.errors().isEmpty()
                && result.decisions().disagreement() == null
                && (comparison == null || comparison.agrees());
    }

    void print(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%n%d images in %.1f s, %.0f per second%n",
                result.images(),
                result.seconds(),
                result.imagesPerSecond());
        share(out, "correct", result.correct());
        result.exits().forEach((exit, count) -> share(out, "answered by " + exit, count));
        share(out, "degraded", result.degraded());
        if (result.within() != null) {
            share(
                    out,
                    "within %d ms".formatted(result.within().ms()),
                    result.within().answers());
        }
        share(out, "errors", result.failures());
        result.errors().entrySet().stream()
                .limit(ERRORS_SHOWN)
                .forEach(error -> out.printf("    %d x %s%n", error.getValue(), error.getKey()));
        out.printf("%n  latency in ms                     p50       p99%n");
        result.latencyMs()
                .forEach((exit, latency) ->
                        out.printf(Locale.ROOT, "    %-25s %9.2f %9.2f%n", exit, latency.p50(), latency.p99()));
        out.printf("%n  bytes                       per image     total%n");
        bytes(out, "image", result.bytes().image());
        bytes(out, "payload for the cloud", result.bytes().payload());
        bytes(out, "frame around it included", result.bytes().frame());
        bytes(out, "sent to the cloud, HTTP", result.bytes().sent());
        bytes(out, "received from the cloud", result.bytes().received());
        printLabels(out);
        out.println();
        printDecisions(out);
        printComparison(out);
        out.flush();
    }

    private void printLabels(PrintWriter out) {
        AnsweredLabels labels = result.labels();
        if (labels.labels().isEmpty()) {
            return;
        }
        ConfusionMatrix all = labels.all().confusion();
        Interval correct = all.accuracyInterval();
        out.printf(
                Locale.ROOT,
                "%n  of %d answers %.2f %% correct (%.1f-%.1f), balanced %.2f, ECE %.3f%n",
                all.images(),
                all.accuracy(),
                100 * correct.low(),
                100 * correct.high(),
                all.balancedAccuracy(),
                labels.all().reliability().expectedCalibrationError());
        EvaluationTable.printMajority(out, labels.labels(), all);
        new ConfusionTable(labels.labels(), all).print(out, "answers");
        new ClassTable(labels.labels(), all, labels.edge().confusion()).print(out);
    }

    private void printDecisions(PrintWriter out) {
        Result.Decisions decisions = result.decisions();
        if (decisions.recomputed() == 0) {
            out.println("decisions recomputed: none, the answers do not explain themselves");
            return;
        }
        out.printf("decisions recomputed: %d of %d agree%n", decisions.agreeing(), decisions.recomputed());
        if (decisions.disagreement() != null) {
            out.println("    the first that does not: " + decisions.disagreement());
        }
    }

    private void printComparison(PrintWriter out) {
        if (comparison == null) {
            out.println("The edge shows no /actuator/inference: its own count was not compared.");
        } else if (comparison.agrees()) {
            out.println("The edge's own metrics agree: requests, answers by exit, errors and bytes.");
        } else {
            out.println("The edge's own metrics DISAGREE (was somebody else asking it, or was it restarted?):");
            comparison.counts().stream()
                    .filter(count -> !count.agree())
                    .forEach(count -> out.printf(
                            "    %s: %d by this replay, %d by the edge%n", count.what(), count.replay(), count.edge()));
        }
    }

    /** The figures, for JSON. */
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("images", result.images());
        figures.put("correct", result.correct());
        figures.put("accuracy", result.accuracy());
        figures.put("localExitRate", result.localExitRate());
        figures.put("exits", result.exits());
        figures.put("degraded", result.degraded());
        AnsweredLabels labels = result.labels();
        EvaluationFigures ofLabels = new EvaluationFigures(labels.labels());
        figures.put("labels", labels.labels());
        figures.put("answers", ofLabels.of(labels.all()));
        figures.put("edge", ofLabels.of(labels.edge()));
        figures.put(
                "edgeByClass",
                ofLabels.edgeByClass(labels.all().confusion(), labels.edge().confusion()));
        figures.put("errors", result.failures());
        figures.put("errorMessages", result.errors());
        figures.put("bytes", result.bytes());
        figures.put("imageBytesPerImage", result.perImage(result.bytes().image()));
        figures.put("payloadBytesPerImage", result.perImage(result.bytes().payload()));
        figures.put("frameBytesPerImage", result.perImage(result.bytes().frame()));
        figures.put("sentBytesPerImage", result.perImage(result.bytes().sent()));
        figures.put("receivedBytesPerImage", result.perImage(result.bytes().received()));
        figures.put("latencyMs", result.latencyMs());
        if (result.within() != null) {
            figures.put("within", result.within());
        }
        figures.put("decisions", result.decisions());
        figures.put("seconds", result.seconds());
        figures.put("imagesPerSecond", result.imagesPerSecond());
        if (comparison != null) {
            figures.put("metricsAgree", comparison.agrees());
            figures.put("metrics", comparison.counts());
        }
        return figures;
    }

    private void share(PrintWriter out, String what, long count) {
        out.printf(Locale.ROOT, "  %-27s %9.2f %% %9d%n", what, 100 * result.perImage(count), count);
    }

    private void bytes(PrintWriter out, String what, long total) {
        out.printf(Locale.ROOT, "    %-25s %9.1f %9d%n", what, result.perImage(total), total);
    }
}
