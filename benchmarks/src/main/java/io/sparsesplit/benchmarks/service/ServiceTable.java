package io.sparsesplit.benchmarks.service;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * Compares what {@code /infer} can do with a path of the same application that receives the same images and answers a constant, in
 * turns, and prints a Markdown table of medians over the rounds.
 */
@Command(
        name = "ServiceTable",
        mixinStandardHelpOptions = true,
        description = "Throughput and latency of answers from the edge and from the cloud, as a share of what the same"
                + " application can do when it answers a constant.")
final class ServiceTable implements Callable<Integer> {

    private static final String LOOPBACK = "127.0.0.1";
    private static final List<String> PATHS = List.of("/constant", "/infer?minConfidence=0", "/infer?policy=split");
    private static final List<String> NAMES = List.of("a constant", "local exit", "completed by the cloud");

    /** By then the services are compiled: the way of an image has far more code than a constant. */
    private static final int WARM_UP_ROUNDS = 4;

    private static final List<Integer> CONCURRENCY = List.of(1, 8);

    @Mixin
    private final Testbed testbed = new Testbed();

    @Option(names = "--rounds", defaultValue = "5", description = "Of each, in turns. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Spec
    private CommandSpec command = CommandSpec.create();

    public static void main(String[] args) {
        System.exit(new CommandLine(new ServiceTable()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<byte[]> files = testbed.files();
        PrintWriter out = command.commandLine().getOut();
        out.printf("%s, %d images a round, %d rounds%n%n", Testbed.machine(), files.size(), rounds);
        out.println("| in flight | answered | images/s | of a constant | p50, ms | p99, ms |");
        out.println("|---|---|---|---|---|---|");
        try (ServiceProcess cloud = testbed.cloud();
                ServiceProcess edge = testbed.edge(constantEdge(), "http://127.0.0.1:" + cloud.port())) {
            for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                for (String path : PATHS) {
                    Load.run(LOOPBACK, edge.port(), path, files, 8, i -> {});
                }
            }
            for (int concurrency : CONCURRENCY) {
                rows(edge.port(), files, concurrency, out);
            }
        }
        return 0;
    }

    private void rows(int port, List<byte[]> files, int concurrency, PrintWriter out) throws InterruptedException {
        List<List<Load>> loads = new ArrayList<>();
        PATHS.forEach(path -> loads.add(new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < PATHS.size(); i++) {
                Load load = Load.run(LOOPBACK, port, PATHS.get(i), files, concurrency, image -> {});
                if (load.answered() < load.size()) {
                    throw new IllegalStateException("not all images were answered at " + PATHS.get(i));
                }
                loads.get(i).add(load);
            }
        }
        double constant = median(loads.get(0), Load::perSecond);
        for (int i = 0; i < PATHS.size(); i++) {
            double perSecond = median(loads.get(i), Load::perSecond);
            out.printf(
                    Locale.ROOT,
                    "| %d | %s | %.0f | %.2f | %.2f | %.2f |%n",
                    concurrency,
                    NAMES.get(i),
                    perSecond,
                    perSecond / constant,
                    median(loads.get(i), load -> load.millis(0.5)),
                    median(loads.get(i), load -> load.millis(0.99)));
        }
        out.flush();
    }

    private interface Figure {
        double of(Load load);
    }

    private static double median(List<Load> loads, Figure figure) {
        return loads.stream()
                .mapToDouble(figure::of)
                .sorted()
                .skip(loads.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    /** The edge's jar, with this module's own classes beside its libraries. */
    private List<String> constantEdge() {
        try {
            Path here = Path.of(ServiceTable.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return List.of(
                    "-Dloader.path=" + here.resolveSibling("benchmarks.jar"),
                    "-Dloader.main=" + ConstantEdge.class.getName(),
                    "-cp",
                    testbed.executable("edge-service").toString(),
                    "org.springframework.boot.loader.launch.PropertiesLauncher");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
