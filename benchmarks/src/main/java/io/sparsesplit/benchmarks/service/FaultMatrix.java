package io.sparsesplit.benchmarks.service;

import io.sparsesplit.benchmarks.service.Wiretap.Harm;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Lets everything befall the cloud that may, while all test images are to be completed by it, and prints a Markdown table of how the
 * edge came through. Each fault begins when a tenth of the images was posted and ends when eight tenths were.
 */
@Command(
        name = "FaultMatrix",
        mixinStandardHelpOptions = true,
        description =
                "Real edge, real cloud, real images, and every fault in turn. Ends with 1 if an image was not answered,"
                        + " answered with what belongs to another, or later than allowed.")
final class FaultMatrix implements Callable<Integer> {

    private static final String LOOPBACK = "127.0.0.1";
    private static final String SPLIT = "/infer?policy=split";
    private static final String LOCAL = "/infer?policy=local-only";
    private static final String OPEN = "\"reason\":\"breaker-open\"";
    private static final double DEADLINE_MILLIS = 2000;
    private static final double FIRST = 0.1;
    private static final double LAST = 0.8;

    @Mixin
    private final Testbed testbed = new Testbed();

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "4",
            description = "Images posted at a time. Default: ${DEFAULT-VALUE}.")
    private int inFlight;

    @Option(
            names = "--http-version",
            defaultValue = "1.1",
            description = "Between edge and cloud. Default: ${DEFAULT-VALUE}. Status 500 is left out with 2.")
    private String httpVersion = "";

    @Option(
            names = "--slack-ms",
            paramLabel = "N",
            defaultValue = "250",
            description = "What a busy machine may add to a deadline. Default: ${DEFAULT-VALUE}.")
    private double slackMillis;

    @Option(
            names = "--bad-network",
            paramLabel = "ADDRESS=COMMAND",
            defaultValue = "",
            description =
                    "Only one run, over a network that is bad by itself: the cloud's address there, and what starts a"
                            + " program there, for example '198.18.0.2=ip netns exec cloud'.")
    private String badNetwork = "";

    @Spec
    private CommandSpec command = CommandSpec.create();

    private boolean good = true;

    public static void main(String[] args) {
        System.exit(new CommandLine(new FaultMatrix()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<byte[]> files = testbed.files();
        Pairing pairing = pairing(files);
        PrintWriter out = command.commandLine().getOut();
        if (badNetwork.isEmpty()) {
            out.printf(
                    "%s, HTTP/%s, %d images each, %d in flight%n%n",
                    Testbed.machine(), httpVersion, files.size(), inFlight);
            out.println(
                    "| fault | answered, % | errors | wrong | by the cloud, % | p50, p99, max, ms | local only p50, p99, ms |"
                            + " breaker open p99, ms | breaker |");
            out.println("|---|---|---|---|---|---|---|---|---|");
            faults(files, pairing);
        } else {
            badNetwork(files, pairing);
        }
        return good ? 0 : 1;
    }

    /** What edge and cloud say of each image when all is well, and there is time. */
    private Pairing pairing(List<byte[]> files) throws IOException, InterruptedException {
        try (ServiceProcess cloud = testbed.cloud();
                ServiceProcess edge = testbed.edge(
                        "http://127.0.0.1:" + cloud.port(),
                        "--sparsesplit.cloud.connect-timeout=30s",
                        "--sparsesplit.cloud.response-timeout=30s",
                        "--sparsesplit.cloud.deadline=30s")) {
            return new Pairing(
                    Load.run(LOOPBACK, edge.port(), LOCAL, files, inFlight, i -> {}),
                    Load.run(LOOPBACK, edge.port(), SPLIT, files, inFlight, i -> {}));
        }
    }

    private void faults(List<byte[]> files, Pairing pairing) throws IOException, InterruptedException {
        try (ServiceProcess cloud = testbed.cloud()) {
            killed(files, pairing);
            wired("hung", cloud, files, pairing, wire -> wire.harm(Harm.HANG));
            wired("black-holed", cloud, files, pairing, Wiretap::blackHole);
            wired("refuses connections", cloud, files, pairing, Wiretap::refuse);
            wired("answers 2 s late", cloud, files, pairing, wire -> wire.harm(Harm.SLOW));
            wired("speaks garbage", cloud, files, pairing, wire -> wire.harm(Harm.GARBAGE));
            wired("cuts its answers", cloud, files, pairing, wire -> wire.harm(Harm.TRUNCATE));
            if (httpVersion.equals("1.1")) {
                wired("status 500", cloud, files, pairing, wire -> wire.harm(Harm.ERROR_500));
            }
            wired("resets connections", cloud, files, pairing, wire -> wire.harm(Harm.RESET));
            otherModel(cloud, files, pairing);
            flapping(cloud, files, pairing);
            unresolved(files, pairing);
        }
    }

    private interface Fault {
        void begin(Wiretap wire) throws IOException;
    }

    private void wired(String name, ServiceProcess cloud, List<byte[]> files, Pairing pairing, Fault fault)
            throws IOException, InterruptedException {
        try (Wiretap wire = new Wiretap(cloud.port());
                ServiceProcess edge = edge("http://127.0.0.1:" + wire.port())) {
            run(name, edge, files, pairing, () -> fault.begin(wire), wire::heal);
        }
    }

    private void killed(List<byte[]> files, Pairing pairing) throws IOException, InterruptedException {
        try (ServiceProcess cloud = testbed.cloud();
                ServiceProcess edge = edge("http://127.0.0.1:" + cloud.port())) {
            run("killed, started again", edge, files, pairing, cloud::kill, cloud::startAgain);
        }
    }

    /** Another fingerprint makes another model. */
    private void otherModel(ServiceProcess cloud, List<byte[]> files, Pairing pairing)
            throws IOException, InterruptedException {
        Path models = Files.createTempDirectory("models");
        copy(testbed.models(), models);
        try (Stream<Path> manifests = Files.walk(models)) {
            for (Path manifest :
                    manifests.filter(file -> file.endsWith("model.json")).toList()) {
                Files.writeString(manifest, "\n", StandardOpenOption.APPEND);
            }
        }
        try (ServiceProcess other = testbed.cloud(List.of(), LOOPBACK, models)) {
            try (Wiretap wire = new Wiretap(cloud.port());
                    ServiceProcess edge = edge("http://127.0.0.1:" + wire.port())) {
                run(
                        "holds another model",
                        edge,
                        files,
                        pairing,
                        () -> wire.passTo(other.port()),
                        () -> wire.passTo(cloud.port()));
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private void flapping(ServiceProcess cloud, List<byte[]> files, Pairing pairing)
            throws IOException, InterruptedException {
        try (Wiretap wire = new Wiretap(cloud.port());
                ServiceProcess edge = edge("http://127.0.0.1:" + wire.port())) {
            Thread flapping = new Thread(
                    () -> {
                        try {
                            while (true) {
                                wire.refuse();
                                TimeUnit.SECONDS.sleep(1);
                                wire.heal();
                                TimeUnit.SECONDS.sleep(1);
                            }
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "flapping");
            flapping.setDaemon(true);
            run("comes and goes every second", edge, files, pairing, flapping::start, () -> {
                flapping.interrupt();
                flapping.join();
                wire.heal();
            });
        }
    }

    private void unresolved(List<byte[]> files, Pairing pairing) throws IOException, InterruptedException {
        try (ServiceProcess edge = edge("http://cloud.invalid:8081")) {
            run("its name does not resolve", edge, files, pairing, () -> {}, () -> {});
        }
    }

    private void badNetwork(List<byte[]> files, Pairing pairing) throws IOException, InterruptedException {
        String[] parts = badNetwork.split("=", 2);
        try (ServiceProcess cloud = testbed.cloud(List.of(parts[1].split(" ")), parts[0], testbed.models());
                ServiceProcess edge = edge("http://%s:%d".formatted(parts[0], cloud.port()))) {
            cloud.awaitReady();
            run("30 % packets lost at 1 Mbit/s", edge, files, pairing, () -> {}, () -> {});
        }
    }

    private ServiceProcess edge(String cloud) throws IOException, InterruptedException {
        return testbed.edge(
                cloud,
                "--sparsesplit.cloud.http-version=" + httpVersion,
                "--logging.level.io.sparsesplit.edge.CloudClient=debug");
    }

    private interface Event {
        void happen() throws IOException, InterruptedException;
    }

    private void run(String name, ServiceProcess edge, List<byte[]> files, Pairing pairing, Event begin, Event end)
            throws IOException, InterruptedException {
        Load.run(LOOPBACK, edge.port(), LOCAL, files.subList(0, files.size() / 2), inFlight, i -> {});
        Load local = Load.run(LOOPBACK, edge.port(), LOCAL, files, inFlight, i -> {});
        int first = (int) (FIRST * files.size());
        int last = (int) (LAST * files.size());
        Load load = Load.run(LOOPBACK, edge.port(), SPLIT, files, inFlight, i -> {
            try {
                if (i == first) {
                    begin.happen();
                } else if (i == last) {
                    end.happen();
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        report(name, load, local, pairing.wrong(load), transitions(edge));
    }

    private void report(String name, Load load, Load local, int wrong, String breaker) {
        double open = load.millis(0.99, OPEN);
        double longest = load.millis(1);
        int unanswered = load.size() - load.answered();
        good &= unanswered == 0 && wrong == 0 && longest <= DEADLINE_MILLIS + slackMillis;
        PrintWriter out = command.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "| %s | %.2f | %d | %d | %.1f | %.2f, %.2f, %.0f | %.2f, %.2f | %s | %s |%n",
                name,
                100.0 * load.answered() / load.size(),
                unanswered,
                wrong,
                100.0 * load.count("\"exit\":\"cloud\"") / load.size(),
                load.millis(0.5),
                load.millis(0.99),
                longest,
                local.millis(0.5),
                local.millis(0.99),
                load.count(OPEN) == 0 ? "-" : String.format(Locale.ROOT, "%.2f", open),
                breaker);
        out.flush();
    }

    /** How often the breaker went where, from the edge's log. */
    private static String transitions(ServiceProcess edge) throws IOException {
        List<String> log = edge.logged();
        long opened =
                log.stream().filter(line -> line.contains("failed too often")).count();
        long openedAgain =
                log.stream().filter(line -> line.contains("HALF_OPEN to OPEN")).count();
        long halfOpen =
                log.stream().filter(line -> line.contains("to HALF_OPEN")).count();
        long closed =
                log.stream().filter(line -> line.contains("is asked again")).count();
        List<String> counts = new ArrayList<>();
        counts.add("opened " + opened);
        counts.add("tried " + halfOpen);
        counts.add("opened again " + openedAgain);
        counts.add("closed " + closed);
        return String.join(", ", counts);
    }
}
