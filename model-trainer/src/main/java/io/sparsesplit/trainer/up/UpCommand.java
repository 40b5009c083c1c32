package io.sparsesplit.trainer.up;

import io.sparsesplit.trainer.edge.EdgeClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparsesplit up}. */
@Command(
        name = "up",
        sortOptions = false,
        description = {
            "Starts cloud and edge on this machine, lets them classify the sample digits,"
                    + " and keeps them running until Ctrl-C."
        })
public final class UpCommand implements Callable<Integer> {

    /** The system property with which the launcher says where the project is. */
    private static final String HOME = "sparsesplit.home";

    private static final Duration READY_PATIENCE = Duration.ofMinutes(2);

    @Mixin
    private final Ports ports = new Ports();

    @Option(names = "--models", paramLabel = "DIR", description = "Model repository. Default: the project's models.")
    private @Nullable Path models;

    @Option(names = "--exit", description = "Stop both after the demonstration.")
    private boolean exit;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        ports.check(spec);
        Path home = Path.of(System.getProperty(HOME, "")).toAbsolutePath();
        Path repository = models == null ? home.resolve("models") : models.toAbsolutePath();
        if (!Files.isDirectory(repository)) {
            throw new StartException(
                    "There is no folder %s: name the one with the models by --models.".formatted(repository));
        }
        Demo demo = new Demo(home);
        PrintWriter out = spec.commandLine().getOut();
        try (Services services = new Services(out, READY_PATIENCE)) {
            return run(services, home, repository, demo, out);
        }
    }

    private int run(Services services, Path home, Path repository, Demo demo, PrintWriter out)
            throws IOException, InterruptedException {
        String model = "--sparsesplit.model.repository=" + repository;
        String cloudUrl = "http://127.0.0.1:" + ports.cloud();
        EdgeClient edge = new EdgeClient(URI.create("http://127.0.0.1:" + ports.edge()));
        Path logs = Files.createDirectories(home.resolve("target").resolve("up"));
        out.printf("Starting cloud and edge, logs in %s%n", logs);
        out.flush();
        services.start(() -> start("cloud", ports.cloud(), home, logs, List.of(model)));
        services.start(
                () -> start("edge", ports.edge(), home, logs, List.of(model, "--sparsesplit.cloud.url=" + cloudUrl)));
        if (!services.awaitReady()) {
            return 1;
        }
        demo.run(edge, out);
        if (!exit) {
            printUrls(edge.url(), cloudUrl, demo.last(), out);
            services.awaitStop();
        }
        return 0;
    }

    private static Service start(String name, int port, Path home, Path logs, List<String> settings)
            throws IOException {
        Path jar = home.resolve("%s-service/target/%s-service-exec.jar".formatted(name, name));
        if (!Files.isRegularFile(jar)) {
            throw new StartException(
                    "%s is missing: ./sparsesplit builds it, as does 'mvn package -DskipTests'.".formatted(jar));
        }
        return Service.start(name, port, jar, settings, logs.resolve(name + ".log"));
    }

    private static void printUrls(URI edge, String cloud, Path image, PrintWriter out) {
        Path here = Path.of("").toAbsolutePath();
        Path file = image.startsWith(here) ? here.relativize(image) : image;
        out.printf("%nTry it       curl -H 'Content-Type: image/png' --data-binary '@%s' %sinfer%n", file, edge);
        out.printf("In a browser %sswagger-ui.html, and %s/swagger-ui.html for the cloud%n", edge, cloud);
        out.printf("Summary      %sactuator/inference%n", edge);
        out.printf("Prometheus   %sactuator/prometheus%n", edge);
        out.printf("Health       %sactuator/health%n", edge);
        out.printf("%nCtrl-C stops both.%n");
        out.flush();
    }
}
