package io.sparsesplit.trainer.up;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A service in a process of its own. */
final class Service {

    /** A heap for a small box, as the container images have it, not a quarter of this machine. */
    private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-Xmx96m", "-Xss512k");

    private static final int LAST_LINES = 15;
    private static final int OK = 200;
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    private final String name;
    private final int port;
    private final Path log;
    private final Process process;
    private final String token;

    private Service(String name, int port, Path log, Process process, String token) {
        this.name = name;
        this.port = port;
        this.log = log;
        this.process = process;
        this.token = token;
    }

    /**
     * Starts a service.
     *
     * @param jar executable
     * @param settings arguments of Spring Boot
     * @param log file that takes what it prints
     */
    static Service start(String name, int port, Path jar, List<String> settings, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        command.addAll(List.of("-Djava.awt.headless=true", "-jar", jar.toString()));
        command.addAll(List.of("--server.address=127.0.0.1", "--server.port=" + port));
        String token = UUID.randomUUID().toString();
        command.addAll(List.of("--management.info.env.enabled=true", "--info.started-by=" + token));
        command.addAll(settings);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Service(name, port, log, process, token);
    }

    String name() {
        return name;
    }

    Path log() {
        return log;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Completed when it ends, for whatever reason. */
    CompletableFuture<Process> end() {
        return process.onExit();
    }

    /** Whether it says that it is ready; it, and not another one that took the port first. */
    boolean isReady(HttpClient http) throws InterruptedException {
        return get(http, "/actuator/info").contains(token)
                && !get(http, "/actuator/health/readiness").isEmpty();
    }

    /** The body of an answer, empty when there is none. */
    private String get(HttpClient http, String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(ANSWER_TIMEOUT)
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return response.statusCode() == OK ? response.body() : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** Asks it to end what it is doing and stop; after some time, makes it. */
    void stop(Duration patience) {
        process.destroy();
        try {
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    /** For a service that ended by itself. */
    StartException died() {
        return new StartException("The %s stopped with exit code %d. The end of %s:%n%n%s"
                .formatted(name, process.exitValue(), log, lastLines()));
    }

    String lastLines() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join(
                    System.lineSeparator(), lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(cannot be read: %s)".formatted(e);
        }
    }
}
