package io.sparsesplit.benchmarks.service;

import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.data.Examples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The services and the images of a measurement; a picocli mixin. */
final class Testbed {

    private static final String LOOPBACK = "127.0.0.1";

    @Mixin
    private final DataOption data = new DataOption();

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "10000",
            description = "The first N test images. Default: ${DEFAULT-VALUE}, or as many as there are.")
    private int images;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "",
            description = "Of this repository, built. Default: the working directory.")
    private Path home = Path.of("");

    /** Each image as a PNG. */
    List<byte[]> files() throws IOException {
        Examples test = data.testExamples();
        List<byte[]> files = new ArrayList<>();
        for (int i = 0; i < Math.min(images, test.size()); i++) {
            files.add(test.file(i));
        }
        return files;
    }

    ServiceProcess cloud() throws IOException, InterruptedException {
        return cloud(List.of(), LOOPBACK, models());
    }

    ServiceProcess cloud(List<String> prefix, String address, Path models) throws IOException, InterruptedException {
        return ServiceProcess.start(
                prefix, address, jar("cloud-service"), log("cloud"), "--sparsesplit.model.repository=" + models);
    }

    ServiceProcess edge(String cloudUrl, String... settings) throws IOException, InterruptedException {
        return edge(jar("edge-service"), cloudUrl, settings);
    }

    ServiceProcess edge(List<String> program, String cloudUrl, String... settings)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(Arrays.asList(settings));
        all.add("--sparsesplit.model.repository=" + models());
        all.add("--sparsesplit.cloud.url=" + cloudUrl);
        return ServiceProcess.start(List.of(), LOOPBACK, program, log("edge"), all.toArray(String[]::new));
    }

    Path models() {
        return home.resolve("models").toAbsolutePath();
    }

    /** The executable of a service. */
    Path executable(String module) {
        Path jar = home.resolve(module).resolve("target").resolve(module + "-exec.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("there is no %s: run 'mvn package -DskipTests' first".formatted(jar));
        }
        return jar;
    }

    private List<String> jar(String module) {
        return List.of("-jar", executable(module).toString());
    }

    private Path log(String name) {
        return home.resolve("target").resolve("testbed").resolve(name + "-" + System.nanoTime() + ".log");
    }

    static String machine() {
        return "JDK %s, %d processors"
                .formatted(
                        System.getProperty("java.vm.version"),
                        Runtime.getRuntime().availableProcessors());
    }
}
