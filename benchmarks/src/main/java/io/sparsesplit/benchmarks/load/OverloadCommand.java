package io.sparsesplit.benchmarks.load;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds the most a service answers, and what it answers when more is asked. */
@Command(
        name = "overload",
        description =
                "Posts an image as fast as a running edge answers, then at multiples of that rate, and prints a table.",
        mixinStandardHelpOptions = true)
public final class OverloadCommand implements Callable<Integer> {

    private static final int CLOSED_CONNECTIONS = 16;

    @Spec
    @Nullable
    private CommandSpec spec;

    @Parameters(paramLabel = "IMAGE", description = "PNG to post")
    private Path image = Path.of("samples/digit-7.png");

    @Option(
            names = "--url",
            description = "where to post it (default: ${DEFAULT-VALUE})",
            defaultValue = "http://127.0.0.1:8080/infer")
    private URI url = URI.create("http://127.0.0.1:8080/infer");

    @Option(names = "--seconds", description = "of each run, 1 to 60 (default: ${DEFAULT-VALUE})", defaultValue = "10")
    private int seconds = 10;

    @Option(
            names = "--connections",
            description = "in the open loop, 1 to 2000 (default: ${DEFAULT-VALUE})",
            defaultValue = "1000")
    private int connections = 1000;

    @Option(
            names = "--times",
            split = ",",
            description = "multiples of the peak (default: ${DEFAULT-VALUE})",
            defaultValue = "0.5,1,2,10")
    private List<Double> times = List.of();

    @Option(names = "--pid", description = "of the service, to read its resident memory")
    private @Nullable Long pid;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new OverloadCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec == null
                ? new PrintWriter(System.out, true, Charset.defaultCharset())
                : spec.commandLine().getOut();
        seconds = Math.max(1, Math.min(60, seconds));
        connections = Math.max(1, Math.min(2000, connections));
        InetSocketAddress server = new InetSocketAddress(url.getHost(), url.getPort());
        if (!server.getAddress().isLoopbackAddress()) {
            throw new CommandLine.ParameterException(
                    new CommandLine(this), "--url is on another machine: put load on a service of this one.");
        }
        ByteBuffer request = request();
        double peak = 0;
        try (OpenLoop load = new OpenLoop(server, request, CLOSED_CONNECTIONS)) {
            load.closed(seconds);
            Outcome warm = load.closed(seconds);
            peak = warm.goodput();
            if (peak == 0) {
                throw new CommandLine.ParameterException(
                        new CommandLine(this), "Nothing was answered with 200: start an edge at --url first.");
            }
            out.println(
                    "| load | offered/s | answered/s | of the peak | ms, 50 and 99 % | refused/s | ms, 50 and 99 % | lost | never sent | RSS, MB |");
            out.println("|---|---|---|---|---|---|---|---|---|---|");
            out.println(warm.row("closed loop, %d connections".formatted(CLOSED_CONNECTIONS), peak, peak, rss()));
        }
        for (double factor : times) {
            try (OpenLoop load = new OpenLoop(server, request, connections)) {
                Outcome outcome = load.open(seconds, factor * peak);
                out.println(outcome.row("open loop, %s times the peak".formatted(factor), factor * peak, peak, rss()));
            }
        }
        return 0;
    }

    private ByteBuffer request() throws IOException {
        byte[] body = Files.readAllBytes(image);
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        byte[] head = "POST %s%s HTTP/1.1\r\nHost: %s\r\nContent-Type: image/png\r\nContent-Length: %d\r\n\r\n"
                .formatted(url.getRawPath(), query, url.getAuthority(), body.length)
                .getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocateDirect(head.length + body.length)
                .put(head)
                .put(body)
                .flip();
    }

    private String rss() throws IOException {
        if (pid == null) {
            return "";
        }
        return Files.readAllLines(Path.of("/proc/%d/status".formatted(pid))).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\D", ""))
                .map(kilobytes -> Long.toString(Long.parseLong(kilobytes) / 1024))
                .findFirst()
                .orElse("");
    }
}
