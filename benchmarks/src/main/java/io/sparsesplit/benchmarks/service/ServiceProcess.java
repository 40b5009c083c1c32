package io.sparsesplit.benchmarks.service;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A service of this repository in a process of its own. */
final class ServiceProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int OK = 200;

    private final List<String> command;
    private final String address;
    private final int port;
    private final Path log;
    private Process process;

    private ServiceProcess(List<String> command, String address, int port, Path log) throws IOException {
        this.command = command;
        this.address = address;
        this.port = port;
        this.log = log;
        this.process = launch();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly(), "end of " + log));
    }

    /**
     * Starts a service, and waits until it is ready.
     *
     * @param prefix goes before the command, to start it elsewhere; may be empty
     * @param address to listen at
     * @param program what Java is to run: {@code -jar} and so on
     * @param settings arguments of the service
     */
    static ServiceProcess start(List<String> prefix, String address, List<String> program, Path log, String... settings)
            throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A heap for a small box, as the container images have it.
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx96m", "-Djava.awt.headless=true"));
        command.addAll(program);
        command.addAll(List.of("--server.address=" + address, "--server.port=" + port));
        command.addAll(Arrays.asList(settings));
        ServiceProcess service = new ServiceProcess(command, address, port, log);
        if (prefix.isEmpty()) {
            service.awaitReady();
        }
        return service;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process launch() throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    int port() {
        return port;
    }

    /** Waits until it answers images or features. */
    void awaitReady() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (get("/actuator/health/readiness").isEmpty()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("a service does not start, see " + log);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** The body of an answer; empty when there is none. */
    String get(String path) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://%s:%d%s".formatted(address, port, path))
                            .toURL()
                            .openConnection();
            connection.setConnectTimeout(2000);
            connection.setReadTimeout(5000);
            return connection.getResponseCode() == OK
                    ? new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** A meter as Prometheus reads it. */
    long meter(String series) {
        return get("/actuator/prometheus")
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(series.length() + 1)))
                .sum();
    }

    /** Ends it without asking, as a power cut would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** After {@link #kill}: starts it again where it was; does not wait until it is ready. */
    void startAgain() throws IOException {
        process = launch();
    }

    /** All lines it has logged. */
    List<String> logged() throws IOException {
        return Files.readAllLines(log);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(20, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
