package io.sparsesplit.trainer.replay;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.data.Examples;
import io.sparsesplit.trainer.edge.EdgeClient;
import io.sparsesplit.trainer.edge.EdgeException;
import io.sparsesplit.trainer.edge.EdgeTotals;
import io.sparsesplit.trainer.edge.Policy;
import io.sparsesplit.trainer.evaluate.JsonOption;
import io.sparsesplit.trainer.progress.Progress;
import java.io.IOException;
import java.net.URI;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sparsesplit replay}. */
@Command(
        name = "replay",
        sortOptions = false,
        description = {
            "Posts the test images to a running edge, their own files or else as PNG, counts what comes back,"
                    + " and compares that with what the edge itself counted.",
            "Ends with 0 when every image was answered, the counts agree, and every answer agrees with what led to it."
        })
public final class ReplayCommand implements Callable<Integer> {

    private static final int NOT_FOUND = 404;
    private static final int MAX_CONCURRENCY = 256;
    private static final int MAX_WITHIN_MS = 60_000;

    /** The edge counts the end of an exchange that it gave up when it ends, which may be after its answer. */
    private static final long SETTLING_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final long SETTLING_STEP_MILLIS = 100;

    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:8080",
            description = "Of the edge. Default: ${DEFAULT-VALUE}.")
    private URI url = URI.create("");

    @Mixin
    private final DataOption data = new DataOption();

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N test images.")
    private @Nullable Integer limit;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "4",
            description = "Images under way at a time. Default: ${DEFAULT-VALUE}.")
    private int concurrency;

    @Option(
            names = "--policy",
            defaultValue = "auto",
            description = "Who may answer: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Policy policy = Policy.AUTO;

    @Option(
            names = "--codec",
            description = "How features travel, when they do: ${COMPLETION-CANDIDATES}. Default: the model's standard.")
    private @Nullable Codec codec;

    @Option(names = "--within", paramLabel = "MS", description = "Also count the answers within so many milliseconds.")
    private @Nullable Integer within;

    @Mixin
    private final JsonOption json = new JsonOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (limit != null) {
            check("--limit", limit, Integer.MAX_VALUE);
        }
        if (within != null) {
            check("--within", within, MAX_WITHIN_MS);
        }
        check("--concurrency", concurrency, MAX_CONCURRENCY);
        EdgeClient edge = edge();
        Examples test = data.testExamples();
        Examples images = limit == null
                ? test
                : test.some(IntStream.range(0, Math.min(limit, test.size())).toArray());
        EdgeTotals before = totals(edge);
        Result result = replay(edge, images);
        Report report = new Report(result, before == null ? null : settled(edge, result, before));
        report.print(spec.commandLine().getOut());
        json.write(report::figures);
        if (result.images() < images.size()) {
            throw new ReplayException("%s stopped answering: %d of %d images were not sent any more."
                    .formatted(edge.url(), images.size() - result.images(), images.size()));
        }
        return report.isGood() ? 0 : 1;
    }

    private EdgeClient edge() {
        try {
            return new EdgeClient(url);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void check(String option, int value, int max) {
        if (value < 1 || value > max) {
            throw new ParameterException(
                    spec.commandLine(), "%s must be a whole number from 1 to %d, not %d".formatted(option, max, value));
        }
    }

    private Result replay(EdgeClient edge, Examples images) throws InterruptedException {
        try (ProgressBar bar = Progress.bar("replay")
                .setInitialMax(images.size())
                .setUnit(" images", 1)
                .build()) {
            return new Replay(edge, policy, codec, images, tally(), bar).run(concurrency);
        }
    }

    private Tally tally() {
        return new Tally(within == null ? OptionalInt.empty() : OptionalInt.of(within));
    }

    /** Null when the edge does not show them. */
    private static @Nullable EdgeTotals totals(EdgeClient edge) throws InterruptedException {
        try {
            return edge.totals();
        } catch (EdgeException e) {
            if (e.status() == NOT_FOUND) {
                return null;
            }
            throw new ReplayException("%s is no edge, it gives %s".formatted(edge.url(), e.getMessage()), e);
        } catch (IOException e) {
            throw new ReplayException(
                    "No edge answers at %s: start one with './sparsesplit up', or name another with --url."
                            .formatted(edge.url()),
                    e);
        }
    }

    private static @Nullable Comparison settled(EdgeClient edge, Result result, EdgeTotals before)
            throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            Comparison comparison;
            try {
                comparison = Comparison.of(result, before, edge.totals());
            } catch (IOException e) {
                return null;
            }
            if (comparison.agrees() || System.nanoTime() - start > SETTLING_NANOS) {
                return comparison;
            }
            TimeUnit.MILLISECONDS.sleep(SETTLING_STEP_MILLIS);
        }
    }
}
