package io.sparsesplit.benchmarks.service;

import io.sparsesplit.benchmarks.service.Wiretap.Harm;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
        try (ServiceProcess cloud = testbed.cloud();
                Wiretap wire = new Wiretap(cloud.port());
                ServiceProcess edge = edge("http://127.0.0.1:" + wire.port())) {
            Run run = new Run(edge, files, pairing);
            run.of("hung", () -> wire.harm(Harm.HANG), wire::heal);
            run.of("black-holed", wire::blackHole, wire::heal);
            run.of("refuses connections", wire::refuse, wire::heal);
            run.of("answers 2 s late", () -> wire.harm(Harm.SLOW), wire::heal);
            run.of("speaks garbage", () -> wire.harm(Harm.GARBAGE), wire::heal);
            run.of("cuts its answers", () -> wire.harm(Harm.TRUNCATE), wire::heal);
            if (httpVersion.equals("1.1")) {
                run.of("status 500", () -> wire.harm(Harm.ERROR_500), wire::heal);
            }
            run.of("resets connections", () -> wire.harm(Harm.RESET), wire::heal);
            flapping(run, wire);
            otherModel(run, wire, cloud);
        }
        killed(files, pairing);
        unresolved(files, pairing);
    }

    private void killed(List<byte[]> files, Pairing pairing) throws IOException, InterruptedException {
        try (ServiceProcess cloud = testbed.cloud();
                ServiceProcess edge = edge("http://127.0.0.1:" + cloud.port())) {
            new Run(edge, files, pairing).of("killed, started again", cloud::kill, cloud::startAgain);
        }
    }

    /** Another fingerprint makes another model. */
    private void otherModel(Run run, Wiretap wire, ServiceProcess cloud) throws IOException, InterruptedException {
        Path models = Files.createTempDirectory("models");
        copy(testbed.models(), models);
        try (Stream<Path> manifests = Files.walk(models)) {
            for (Path manifest :
                    manifests.filter(file -> file.endsWith("model.json")).toList()) {
                Files.writeString(manifest, "\n", StandardOpenOption.APPEND);
            }
        }
        try (ServiceProcess other = testbed.cloud(List.of(), LOOPBACK, models)) {
            run.of("holds another model", () -> wire.passTo(other.port()), () -> wire.passTo(cloud.port()));
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

    private static void flapping(Run run, Wiretap wire) throws IOException, InterruptedException {
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
        run.of("comes and goes every second", flapping::start, () -> {
            flapping.interrupt();
            flapping.join();
            wire.heal();
        });
    }

    private void unresolved(List<byte[]> files, Pairing pairing) throws IOException, InterruptedException {
        try (ServiceProcess edge = edge("http://cloud.invalid:8081")) {
            new Run(edge, files, pairing).of("its name does not resolve", () -> {}, () -> {});
        }
    }

    private void badNetwork(List<byte[]> files, Pairing pairing) throws IOException, InterruptedException {
        String[] parts = badNetwork.split("=", 2);
        try (ServiceProcess cloud = testbed.cloud(List.of(parts[1].split(" ")), parts[0], testbed.models());
                ServiceProcess edge = edge("http://%s:%d".formatted(parts[0], cloud.port()))) {
            cloud.awaitReady();
            new Run(edge, files, pairing).of("30 % packets lost at 1 Mbit/s", () -> {}, () -> {});
        }
    }

    private ServiceProcess edge(String cloud) throws IOException, InterruptedException {
        return testbed.edge(
                cloud,
                "--sparsesplit.cloud.http-version=" + httpVersion,
                "--logging.level.io.sparsesplit.edge.offload.CloudClient=debug");
    }

    private interface Event {
        void happen() throws IOException, InterruptedException;
    }

    /** Faults, one after the other, on one edge. */
    private final class Run {

        private final ServiceProcess edge;
        private final List<byte[]> files;
        private final Pairing pairing;

        /** On an edge that is warm: what it does in its first seconds says nothing about a fault. */
        Run(ServiceProcess edge, List<byte[]> files, Pairing pairing) throws InterruptedException {
            this.edge = edge;
            this.files = files;
            this.pairing = pairing;
            Load.run(LOOPBACK, edge.port(), LOCAL, files, inFlight, i -> {});
            Load.run(LOOPBACK, edge.port(), SPLIT, files.subList(0, files.size() / 4), inFlight, i -> {});
        }

        /** A fault, from its beginning to its end. */
        void of(String name, Event begin, Event end) throws IOException, InterruptedException {
            recover();
            int logged = edge.logged().size();
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
            List<String> log = edge.logged();
            report(name, load, local, pairing.wrong(load), transitions(log.subList(logged, log.size())));
        }

        /** Until the cloud answers again, or will not. */
        private void recover() throws InterruptedException {
            for (int i = 0; i < 20; i++) {
                Load some = Load.run(LOOPBACK, edge.port(), SPLIT, files.subList(0, 10), 1, image -> {});
                if (some.count("\"exit\":\"cloud\"") == some.size()) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
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

    /** How often the breaker went where, by what the edge logged. */
    private static String transitions(List<String> log) {
        return "opened %d, tried %d, opened again %d, closed %d"
                .formatted(
                        count(log, "failed too often"),
                        count(log, "to HALF_OPEN"),
                        count(log, "HALF_OPEN to OPEN"),
                        count(log, "is asked again"));
    }

    private static long count(List<String> log, String text) {
        return log.stream().filter(line -> line.contains(text)).count();
    }
}
