package io.sparsesplit.benchmarks.service;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
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
    private static final String PNG = "image/png";
    private static final String TAR = "application/x-tar";
    private static final int BATCH = 32;
    private static final List<Integer> CONCURRENCY = List.of(1, 8);

    /**
     * What is compared.
     *
     * @param images in a body
     */
    private record Way(String name, String path, String contentType, int images) {}

    /** Each group begins with its constant. */
    private static final List<List<Way>> WAYS = List.of(
            List.of(
                    new Way("a constant", "/constant", PNG, 1),
                    new Way("local exit", "/infer?minConfidence=0", PNG, 1),
                    new Way("completed by the cloud", "/infer?policy=split", PNG, 1)),
            List.of(
                    new Way("a constant, 32 images received", "/constant", TAR, BATCH),
                    new Way("batch of 32, local exits", "/infer/batch?minConfidence=0", TAR, BATCH),
                    new Way("batch of 32, completed by the cloud", "/infer/batch?policy=split", TAR, BATCH)));

    /** By then the services are compiled: the way of an image has far more code than a constant. */
    private static final int WARM_UP_ROUNDS = 4;

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
                for (List<Way> ways : WAYS) {
                    for (Way way : ways) {
                        load(edge.port(), way, bodies(files, way), 8);
                    }
                }
            }
            for (List<Way> ways : WAYS) {
                for (int concurrency : CONCURRENCY) {
                    rows(edge.port(), ways, bodies(files, ways.get(0)), concurrency, out);
                }
            }
        }
        return 0;
    }

    private static Load load(int port, Way way, List<byte[]> bodies, int concurrency) throws InterruptedException {
        Load load = Load.run(LOOPBACK, port, way.path(), way.contentType(), bodies, concurrency, i -> {});
        if (load.answered() < load.size()) {
            throw new IllegalStateException("not all images were answered at " + way.path());
        }
        return load;
    }

    /** The images one by one, or in archives of so many, as {@code tar} packs them. */
    private static List<byte[]> bodies(List<byte[]> files, Way way) throws IOException {
        if (way.images() == 1) {
            return files;
        }
        List<byte[]> archives = new ArrayList<>();
        for (int first = 0; first + way.images() <= files.size(); first += way.images()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
                for (int i = first; i < first + way.images(); i++) {
                    TarArchiveEntry entry = new TarArchiveEntry(i + ".png");
                    entry.setSize(files.get(i).length);
                    tar.putArchiveEntry(entry);
                    tar.write(files.get(i));
                    tar.closeArchiveEntry();
                }
            }
            archives.add(bytes.toByteArray());
        }
        return archives;
    }

    private void rows(int port, List<Way> ways, List<byte[]> bodies, int concurrency, PrintWriter out)
            throws InterruptedException {
        List<List<Load>> loads = new ArrayList<>();
        ways.forEach(way -> loads.add(new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < ways.size(); i++) {
                loads.get(i).add(load(port, ways.get(i), bodies, concurrency));
            }
        }
        double constant = median(loads.get(0), Load::perSecond);
        for (int i = 0; i < ways.size(); i++) {
            double perSecond = median(loads.get(i), Load::perSecond);
            out.printf(
                    Locale.ROOT,
                    "| %d | %s | %.0f | %.2f | %.2f | %.2f |%n",
                    concurrency,
                    ways.get(i).name(),
                    perSecond * ways.get(i).images(),
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
