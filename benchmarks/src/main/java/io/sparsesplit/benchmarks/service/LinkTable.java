package io.sparsesplit.benchmarks.service;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Has the cloud complete test images over every kind of link, and prints a Markdown table: bytes per image on the wire, by an
 * own count between the two; how far the edge's metric is off; latency and throughput.
 */
@Command(
        name = "LinkTable",
        mixinStandardHelpOptions = true,
        description =
                "Bytes, latency and throughput of HTTP/1.1 and 2, one image or several in a call. Ends with 1 if the"
                        + " edge's count of bytes is off by more than 0.5 %.")
final class LinkTable implements Callable<Integer> {

    private static final List<Integer> CONCURRENCY = List.of(1, 8, 32);
    private static final double ALLOWED_PERCENT = 0.5;
    private static final int WARM_UP_IMAGES = 2000;
    private static final String WIRE = "sparsesplit_bytes_wire_total{direction=\"%s\"}";

    @Mixin
    private final Testbed testbed = new Testbed();

    @Option(
            names = "--delays",
            split = ",",
            defaultValue = "0ms,2ms",
            description =
                    "How long a call waits for others to join; 0ms: images travel alone. Default: ${DEFAULT-VALUE}.")
    private List<String> delays = List.of();

    @Spec
    private CommandSpec command = CommandSpec.create();

    private boolean agrees = true;

    public static void main(String[] args) {
        System.exit(new CommandLine(new LinkTable()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<byte[]> files = testbed.files();
        PrintWriter out = command.commandLine().getOut();
        out.printf("%s, %d images each%n%n", Testbed.machine(), files.size());
        out.println("| HTTP | joined for | in flight | images per call | bytes up | bytes down | metric off by, % |"
                + " p50, ms | p99, ms | images/s |");
        out.println("|---|---|---|---|---|---|---|---|---|---|");
        try (ServiceProcess cloud = testbed.cloud()) {
            for (String version : List.of("1.1", "2")) {
                for (String delay : delays) {
                    rows(cloud, version, delay, files, out);
                }
            }
        }
        return agrees ? 0 : 1;
    }

    private void rows(ServiceProcess cloud, String version, String delay, List<byte[]> files, PrintWriter out)
            throws IOException, InterruptedException {
        try (Wiretap wire = new Wiretap(cloud.port());
                ServiceProcess edge = testbed.edge(
                        "http://127.0.0.1:" + wire.port(),
                        "--sparsesplit.cloud.http-version=" + version,
                        "--sparsesplit.cloud.max-concurrent-calls=64",
                        "--sparsesplit.cloud.coalesce-delay=" + delay)) {
            Load.run(
                    "127.0.0.1",
                    edge.port(),
                    "/infer?policy=split",
                    files.subList(0, Math.min(WARM_UP_IMAGES, files.size())),
                    8,
                    i -> {});
            for (int concurrency : CONCURRENCY) {
                row(wire, edge, version, delay, files, concurrency, out);
            }
        }
    }

    private void row(
            Wiretap wire,
            ServiceProcess edge,
            String version,
            String delay,
            List<byte[]> files,
            int concurrency,
            PrintWriter out)
            throws InterruptedException {
        long up = wire.up();
        long down = wire.down();
        long sent = edge.meter(WIRE.formatted("sent"));
        long received = edge.meter(WIRE.formatted("received"));
        long calls = edge.meter("sparsesplit_cloud_frames_count");
        Load load = Load.run("127.0.0.1", edge.port(), "/infer?policy=split", files, concurrency, i -> {});
        up = wire.up() - up;
        down = wire.down() - down;
        sent = edge.meter(WIRE.formatted("sent")) - sent;
        received = edge.meter(WIRE.formatted("received")) - received;
        calls = edge.meter("sparsesplit_cloud_frames_count") - calls;
        double off = 100 * Math.max(Math.abs(sent - up) / (double) up, Math.abs(received - down) / (double) down);
        agrees &= off <= ALLOWED_PERCENT;
        if (load.count("\"exit\":\"cloud\"") < files.size()) {
            out.printf("(only %d were answered by the cloud)%n", load.count("\"exit\":\"cloud\""));
        }
        out.printf(
                Locale.ROOT,
                "| %s | %s | %d | %.1f | %.1f | %.1f | %.3f | %.2f | %.2f | %.0f |%n",
                version,
                delay.startsWith("0") ? "-" : delay,
                concurrency,
                (double) files.size() / calls,
                (double) up / files.size(),
                (double) down / files.size(),
                off,
                load.millis(0.5),
                load.millis(0.99),
                load.perSecond());
        out.flush();
    }
}
