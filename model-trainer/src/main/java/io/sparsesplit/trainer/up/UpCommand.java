package io.sparsesplit.trainer.up;

import io.sparsesplit.trainer.edge.EdgeClient;
import io.sparsesplit.trainer.evaluate.ModelPath;
import io.sparsesplit.trainer.evaluate.SplitModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparsesplit up}. */
@Command(
        name = "up",
        sortOptions = false,
        description = {
            "Starts cloud and edge on this machine with a published model, lets them classify some images, and keeps them"
                    + " running until Ctrl-C."
        })
public final class UpCommand implements Callable<Integer> {

    /** The system property with which the launcher says where the project is. */
    private static final String HOME = "sparsesplit.home";

    private static final String BUNDLED = "mnist";

    /** How long a cloud that has just started may miss deadlines. */
    private static final Duration CLOUD_PATIENCE = Duration.ofMinutes(1);

    private static final int MAX_WAIT_SECONDS = 86_400;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "MODEL",
            description = "Folder of a model's version, or of a model: its newest version. Default: the bundled model.")
    private @Nullable Path model;

    @Mixin
    private final Ports ports = new Ports();

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description = "Model repository with the model, when none is named. Default: the project's models.")
    private @Nullable Path models;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description =
                    "Images to classify at the start, at most ten. Default: the sample digits, where the model reads"
                            + " digits.")
    private @Nullable Path images;

    @Option(
            names = "--wait-seconds",
            paramLabel = "N",
            description = "Give up when cloud and edge are not ready then. Default: wait for as long as they run.")
    private @Nullable Integer waitSeconds;

    @Option(names = "--exit", description = "Stop both after the demonstration.")
    private boolean exit;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (waitSeconds != null && (waitSeconds < 1 || waitSeconds > MAX_WAIT_SECONDS)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--wait-seconds must be 1 to %d, not %d".formatted(MAX_WAIT_SECONDS, waitSeconds));
        }
        ports.check(spec);
        Path home = Path.of(System.getProperty(HOME, "")).toAbsolutePath();
        PrintWriter out = spec.commandLine().getOut();
        ModelPath served = served(home);
        SplitModel split = SplitModel.load(served.folder());
        if (served.note() != null && model != null) {
            out.printf("%s.%n", served.note());
        }
        List<Path> pictures = DemoImages.of(split.manifest(), home, images);
        Duration patience = waitSeconds == null ? null : Duration.ofSeconds(waitSeconds);
        try (Services services = new Services(out, spec.commandLine().getErr(), patience)) {
            return run(services, home, served, pictures, patience == null ? CLOUD_PATIENCE : patience);
        }
    }

    /** Finds the model, in the repository where none is named. */
    private ModelPath served(Path home) {
        if (model != null) {
            return ModelPath.of(model);
        }
        Path repository = models == null ? home.resolve("models") : models;
        if (!Files.isDirectory(repository)) {
            throw new StartException(
                    "There is no folder %s: name the one with the models by --models.".formatted(repository));
        }
        Path bundled = repository.resolve(BUNDLED);
        return ModelPath.of(Files.isDirectory(bundled) ? bundled : repository);
    }

    private int run(Services services, Path home, ModelPath served, List<Path> pictures, Duration cloudPatience)
            throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        List<String> settings = List.of(
                "--sparsesplit.model.repository=" + served.repository(),
                "--sparsesplit.model.name=" + served.name(),
                "--sparsesplit.model.policy=specific",
                "--sparsesplit.model.version=" + served.version());
        String cloudUrl = "http://127.0.0.1:" + ports.cloud();
        EdgeClient edge = new EdgeClient(URI.create("http://127.0.0.1:" + ports.edge()));
        Path logs = Files.createDirectories(home.resolve("target").resolve("up"));
        out.printf("Starting cloud and edge with %s %s, logs in %s%n", served.name(), served.version(), logs);
        out.flush();
        services.start(() -> start("cloud", ports.cloud(), home, logs, settings, List.of()));
        services.start(() ->
                start("edge", ports.edge(), home, logs, settings, List.of("--sparsesplit.cloud.url=" + cloudUrl)));
        if (!services.awaitReady()) {
            return 1;
        }
        Addresses addresses = new Addresses(edge.url(), cloudUrl);
        if (pictures.isEmpty()) {
            out.printf(
                    "%nThe sample pictures are drawn digits, which %s does not read: --images DIR shows others.%n",
                    served.name());
        } else {
            new Demo(home, pictures, cloudPatience).run(edge, out);
        }
        if (!exit) {
            addresses.print(pictures.isEmpty() ? null : pictures.get(pictures.size() - 1), out);
            services.awaitStop();
        }
        return 0;
    }

    private static Service start(
            String name, int port, Path home, Path logs, List<String> settings, List<String> furtherSettings)
            throws IOException {
        Path jar = home.resolve("%s-service/target/%s-service-exec.jar".formatted(name, name));
        if (!Files.isRegularFile(jar)) {
            throw new StartException(
                    "%s is missing: ./sparsesplit builds it, as does 'mvn package -DskipTests'.".formatted(jar));
        }
        return Service.start(
                name,
                port,
                jar,
                Stream.concat(settings.stream(), furtherSettings.stream()).toList(),
                logs.resolve(name + ".log"));
    }
}
