package io.sparsesplit.trainer.load;

import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.edge.EdgeClient;
import io.sparsesplit.trainer.edge.EdgeException;
import io.sparsesplit.trainer.edge.Policy;
import io.sparsesplit.trainer.evaluate.JsonOption;
import io.sparsesplit.trainer.progress.Progress;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparsesplit load}. */
@Command(
        name = "load",
        sortOptions = false,
        description = {
            "Posts images to a running edge at a constant rate, whether it keeps up or not, and measures each from the"
                    + " moment at which it should have been sent: what waits behind a stall counts as waiting.",
            "Ends with 0 when every image was sent and got a good answer. Ctrl-C prints what was measured until then."
        })
public final class LoadCommand implements Callable<Integer> {

    private static final double MAX_RATE = 100_000;
    private static final int MAX_CONNECTIONS = 10_000;
    private static final int MAX_LIMIT = 100_000;
    private static final Duration MAX_DURATION = Duration.ofHours(1);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

    @Parameters(
            paramLabel = "IMAGE",
            arity = "0..*",
            description = "Image files, or folders of them. Default: the test images of --data.")
    private List<Path> places = List.of();

    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:8080",
            description = "Of the edge. Default: ${DEFAULT-VALUE}.")
    private URI url = URI.create("");

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "100",
            description = "Images per second, from 0.1 to 100000. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = Time.class,
            defaultValue = "30s",
            description = "How long, up to 1h; with its unit: ms, s, m or h. Default: ${DEFAULT-VALUE}.")
    private Duration duration = Duration.ZERO;

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            converter = Time.class,
            defaultValue = "5s",
            description =
                    "Sent before that at the same rate, and not measured; 0s for none. Default: ${DEFAULT-VALUE}.")
    private Duration warmUp = Duration.ZERO;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "256",
            description = "Images under way at a time, at most; what comes on top waits, and is measured so."
                    + " Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Time.class,
            defaultValue = "10s",
            description = "How long an answer is waited for, up to 1m. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ZERO;

    @Option(
            names = "--policy",
            defaultValue = "auto",
            description = "Who may answer: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Policy policy = Policy.AUTO;

    @Mixin
    private final DataOption data = new DataOption();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Different images at most, evenly spread over all. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Mixin
    private final JsonOption json = new JsonOption();

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write a page with plots there, in HTML that needs no other file.")
    private @Nullable Path report;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        check("--rate", rate, 0.1, MAX_RATE, "a number");
        check("--connections", connections, 1, MAX_CONNECTIONS, "a whole number");
        check("--limit", limit, 1, MAX_LIMIT, "a whole number");
        check("--duration", duration, Duration.ofMillis(100), MAX_DURATION);
        check("--warm-up", warmUp, Duration.ZERO, MAX_DURATION);
        check("--timeout", timeout, Duration.ofMillis(1), MAX_TIMEOUT);
        EdgeClient edge = edge();
        List<byte[]> images = places.isEmpty() ? Images.of(data.testExamples(), limit) : Images.of(places, limit);
        requireEdge(edge, images.get(0));
        Posts posts = new Posts(edge.url().resolve("infer?policy=" + policy), images);
        try (Interruption stop = new Interruption()) {
            Summary summary = new Summary(posts, connections, measure(posts, stop), stop.getAsBoolean());
            new LoadTable(summary).print(spec.commandLine().getOut());
            write(summary);
            return summary.isGood() ? 0 : 1;
        }
    }

    private Measurement measure(Posts posts, Interruption stop) throws IOException {
        Pace pace = Pace.constant(rate, warmUp, duration);
        try (OpenLoop loop = new OpenLoop(posts, connections, timeout);
                ProgressBar bar = Progress.bar("load")
                        .setInitialMax(Math.round(rate * pace.nanos() / 1e9))
                        .setUnit(" images", 1)
                        .build()) {
            return loop.run(pace, stop, measured -> {
                bar.stepTo(measured.requests());
                bar.setExtraMessage(line(measured));
            });
        }
    }

    private static String line(Measurement measured) {
        Latency response = measured.response();
        return response.count() == 0
                ? " warming up"
                : String.format(
                        Locale.ROOT,
                        " p50 %.2f p99 %.2f ms, failed %d",
                        response.ms(50),
                        response.ms(99),
                        measured.failed());
    }

    private void write(Summary summary) throws IOException {
        json.write(summary::figures);
        if (report != null) {
            Files.writeString(report, new LoadReport(summary).html(), StandardCharsets.UTF_8);
            spec.commandLine().getOut().printf("The report is in %s.%n", report);
            spec.commandLine().getOut().flush();
        }
    }

    private EdgeClient edge() {
        if ("https".equals(url.getScheme())) {
            throw wrong("%s asks for TLS, but load is sent in clear text: write an http:// URL".formatted(url));
        }
        try {
            return new EdgeClient(url);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    /** One image, before thousands of them. */
    private void requireEdge(EdgeClient edge, byte[] image) throws InterruptedException {
        try {
            edge.infer(image, policy, null);
        } catch (EdgeException e) {
            throw new LoadException(
                    "%s does not answer the first image as an edge does, it gives %s"
                            .formatted(edge.url(), e.getMessage()),
                    e);
        } catch (IOException e) {
            throw new LoadException(
                    "No edge answers at %s: start one with './sparsesplit up', or name another with --url."
                            .formatted(edge.url()),
                    e);
        }
    }

    private void check(String option, double value, double min, double max, String what) {
        if (!(value >= min && value <= max)) {
            throw wrong("%s must be %s from %s to %s, not %s"
                    .formatted(option, what, plain(min), plain(max), plain(value)));
        }
    }

    private void check(String option, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw wrong("%s must be a time from %s to %s, not %s"
                    .formatted(option, seconds(min), seconds(max), seconds(value)));
        }
    }

    private static String plain(double value) {
        return Double.toString(value).replaceFirst("\\.0$", "");
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
