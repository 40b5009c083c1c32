package io.sparsesplit.edge;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An edge in a process of its own, which ends with its test. */
final class EdgeProcess implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(5);
    private static final Pattern LINE = Pattern.compile("POST (http://127\\.0\\.0\\.1:\\d+)/infer");

    private final Process process;
    private final Path log;

    /**
     * Begins to start.
     *
     * @param log file that gets all that it prints
     * @param settings {@code --name=value}
     */
    EdgeProcess(Path log, String... settings) throws IOException {
        this.log = log;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EdgeApplication.class.getName(),
                "--server.port=0"));
        command.addAll(List.of(settings));
        this.process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** What its one line says, once it does. */
    String url() throws IOException {
        await().atMost(START).until(() -> LINE.matcher(log()).find());
        Matcher found = LINE.matcher(log());
        return found.find() ? found.group(1) : "";
    }

    /** Asks it to end, and waits. */
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor(30, TimeUnit.SECONDS);
    }

    /** Ends it as {@code kill -9} does. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
