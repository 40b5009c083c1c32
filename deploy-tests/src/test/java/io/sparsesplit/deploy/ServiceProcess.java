package io.sparsesplit.deploy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A process of this test: it is ready when it says so over HTTP, and gone when it is closed. */
final class ServiceProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Process process;
    private final Path log;
    final int port;

    private ServiceProcess(List<String> command, Path folder, Path log, int port) throws IOException {
        this.log = log;
        this.port = port;
        this.process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /**
     * Starts a program that listens on a port of this machine.
     *
     * @param ready path that is answered with 200 as soon as it is
     */
    static ServiceProcess start(List<String> command, Path folder, Path log, int port, String ready)
            throws IOException {
        ServiceProcess started = new ServiceProcess(command, folder, log, port);
        await(log + " says why it is not ready", () -> {
            if (!started.process.isAlive()) {
                throw new AssertionError(Repository.text(log));
            }
            return Client.isOk(started.uri(ready));
        });
        return started;
    }

    /** One of our services, from its jar. */
    static ServiceProcess service(String name, Path folder, int port, List<String> settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-jar",
                jar(name).toString(),
                "--server.port=" + port));
        command.addAll(settings);
        return start(command, folder, folder.resolve(name + ".log"), port, "/actuator/health/readiness");
    }

    static Path jar(String name) {
        return Repository.path(name + "-service/target/" + name + "-service-exec.jar");
    }

    static boolean isBuilt(String name) {
        return Files.isRegularFile(jar(name));
    }

    static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    /** Waits until something is so. */
    static void await(String otherwise, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not within %d s: %s".formatted(PATIENCE.toSeconds(), otherwise));
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("It does not stop: see " + log);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
