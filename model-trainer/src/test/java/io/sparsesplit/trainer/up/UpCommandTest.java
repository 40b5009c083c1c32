package io.sparsesplit.trainer.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.sparsesplit.trainer.Main;
import io.sparsesplit.trainer.evaluate.Bundled;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Starts the real program in a process of its own, which starts stubs of the services in processes of their own. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class UpCommandTest {

    @TempDir
    private Path home;

    private int edgePort;
    private int cloudPort;
    private final List<Process> programs = new ArrayList<>();
    private List<ProcessHandle> children = List.of();

    @BeforeEach
    void layOutAProject() throws IOException {
        writeJar(home.resolve("cloud-service/target/cloud-service-exec.jar"));
        writeJar(home.resolve("edge-service/target/edge-service-exec.jar"));
        Bundled.copyTo(home.resolve("models"));
        Files.createDirectories(home.resolve("samples"));
        Files.write(home.resolve("samples/digit-0.png"), new byte[100]);
        Files.write(home.resolve("samples/digit-1.png"), new byte[200]);
        try (ServerSocket edge = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket cloud = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            edgePort = edge.getLocalPort();
            cloudPort = cloud.getLocalPort();
        }
    }

    @AfterEach
    void nothingIsLeftRunning() {
        for (Process program : programs) {
            program.descendants().forEach(ProcessHandle::destroyForcibly);
            program.destroyForcibly();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void startsShowsAndStopsBoth() throws Exception {
        Process up = start("--exit");
        String output = output(up);
        assertThat(up.waitFor()).as(output).isZero();
        assertThat(output.lines().filter(line -> !line.contains("ready after")))
                .containsExactly(
                        "Starting cloud and edge with mnist %s, logs in %s"
                                .formatted(Bundled.version(), home.resolve("target/up")),
                        "",
                        "image                policy  label  confidence  exit             latency     image   to cloud",
                        "samples/digit-0.png  auto        7      98.7 %  edge             1.25 ms     100 B        0 B",
                        "samples/digit-1.png  auto        7      98.7 %  edge             1.25 ms     200 B        0 B",
                        "samples/digit-1.png  split       7      98.7 %  cloud            1.25 ms     200 B      297 B",
                        "The edge has stopped.",
                        "The cloud has stopped.");
        assertThat(home.resolve("target/up/edge.log"))
                .hasContent("hello from the edge with mnist " + Bundled.version());
        assertThat(home.resolve("target/up/cloud.log"))
                .hasContent("hello from the cloud with mnist " + Bundled.version());
        assertPortsAreFree();
    }

    @Test
    void staysUntilItIsToldToStop() throws Exception {
        Process up = start();
        CompletableFuture<String> output = outputOnceItSays(up, "Ctrl-C stops both.");
        children = up.children().toList();
        assertThat(children).hasSize(2);
        up.toHandle().destroy(); // Process.destroy would close its output, too
        assertThat(output.get())
                .contains(
                        "curl -H 'Content-Type: image/png' --data-binary '@%s' http://127.0.0.1:%d/infer"
                                .formatted(home.resolve("samples/digit-1.png"), edgePort),
                        "http://127.0.0.1:%d/actuator/prometheus".formatted(edgePort))
                .endsWith("The edge has stopped.%nThe cloud has stopped.%n".formatted());
        assertThat(up.waitFor()).isEqualTo(143);
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertPortsAreFree();
    }

    @Test
    void signalDuringTheStartLeavesNothingRunning() throws Exception {
        misbehave("never ready");
        Process up = start();
        CompletableFuture<String> output = outputOnceItSays(up, "Starting cloud and edge with");
        while (up.children().count() < 2) {
            assertThat(up.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        children = up.children().toList();
        up.toHandle().destroy(); // Process.destroy would close its output, too
        assertThat(up.waitFor()).isEqualTo(143);
        assertThat(output.get()).endsWith("The edge has stopped.%nThe cloud has stopped.%n".formatted());
        assertThat(children).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void serviceThatDiesAtTheStartShowsItsLastWordsAndStopsTheOther() throws Exception {
        misbehave("edge dies");
        Process up = start();
        String output = output(up);
        assertThat(up.waitFor()).isEqualTo(1);
        assertThat(output)
                .contains(
                        "The edge stopped with exit code 3. The end of %s:%n%nhello from the edge with mnist %s%nI cannot read my model%n"
                                .formatted(home.resolve("target/up/edge.log"), Bundled.version()))
                .contains("The cloud has stopped.")
                .doesNotContain("Exception");
        assertPortsAreFree();
    }

    @Test
    void edgeGoesOnWhenTheCloudDies() throws Exception {
        Process up = start();
        readUntil(up, "Ctrl-C stops both.");
        kill(cloudPort);
        assertThat(readUntil(up, "The edge goes on by itself.")).contains("The cloud stopped with exit code 9.");
        HttpRequest ready = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/actuator/health/readiness".formatted(edgePort)))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(ready, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
        up.toHandle().destroy(); // Process.destroy would close its output, too
        assertThat(output(up)).contains("The edge has stopped.");
        assertThat(up.waitFor()).isEqualTo(143);
        assertPortsAreFree();
    }

    @Test
    void edgeThatDiesLaterEndsTheCommand() throws Exception {
        Process up = start();
        CompletableFuture<String> output = outputOnceItSays(up, "Ctrl-C stops both.");
        kill(edgePort);
        assertThat(up.waitFor()).isEqualTo(1);
        assertThat(output.get()).contains("The edge stopped with exit code 9.", "The cloud has stopped.");
        assertPortsAreFree();
    }

    @Test
    void edgeThatDoesNotAnswerFailsTheDemonstration() throws Exception {
        misbehave("no answers");
        Process up = start("--exit");
        String output = output(up);
        assertThat(up.waitFor()).isEqualTo(1);
        assertThat(output)
                .contains("The edge did not answer %s: status 500: Out of order."
                        .formatted(home.resolve("samples/digit-0.png")));
        assertPortsAreFree();
    }

    @Test
    void cloudWithoutAPartInItFailsTheDemonstration() throws Exception {
        misbehave("no cloud");
        Process up = start("--exit");
        String output = output(up);
        assertThat(up.waitFor()).isEqualTo(1);
        assertThat(output).contains("The cloud did not complete an image for the edge: unknown-model");
        assertPortsAreFree();
    }

    @Test
    void takenPortIsNamedWithItsOption() throws Exception {
        try (ServerSocket other = new ServerSocket(cloudPort, 1, InetAddress.getLoopbackAddress())) {
            Process up = start();
            assertThat(output(up))
                    .isEqualTo(("sparsesplit up: Port %d is taken: choose another with --cloud-port. Perhaps another"
                                    + " 'sparsesplit up' is running: Ctrl-C stops it.%n")
                            .formatted(other.getLocalPort()));
            assertThat(up.waitFor()).isEqualTo(1);
        }
    }

    @Test
    void portsThatCannotBeAreRefused() throws Exception {
        edgePort = 0;
        assertUsage("--edge-port must be 1 to 65535, not 0");
        edgePort = 65_536;
        assertUsage("--edge-port must be 1 to 65535, not 65536");
        edgePort = cloudPort;
        assertUsage("--edge-port and --cloud-port are both %d: choose two different ports".formatted(cloudPort));
    }

    @Test
    void bothPortsThatAreTakenAreNamed() throws Exception {
        try (ServerSocket edge = new ServerSocket(edgePort, 1, InetAddress.getLoopbackAddress());
                ServerSocket cloud = new ServerSocket(cloudPort, 1, InetAddress.getLoopbackAddress())) {
            Process up = start();
            assertThat(output(up))
                    .contains(
                            "Port %d is taken: choose another with --edge-port.".formatted(edge.getLocalPort()),
                            "Port %d is taken: choose another with --cloud-port.".formatted(cloud.getLocalPort()));
            assertThat(up.waitFor()).isEqualTo(1);
        }
    }

    @Test
    void cloudThatIsLateAtFirstIsAskedAgain() throws Exception {
        misbehave("late cloud");
        Process up = start("--exit");
        String output = output(up);
        assertThat(up.waitFor()).as(output).isZero();
        assertThat(output).contains("samples/digit-1.png  split       7      98.7 %  cloud");
    }

    @Test
    void waitHasAnEndWhereOneIsWanted() throws Exception {
        misbehave("never ready");
        Process up = start("--wait-seconds=1");
        String output = output(up);
        assertThat(up.waitFor()).isEqualTo(1);
        assertThat(output).contains("The cloud is not ready after 1 s (--wait-seconds). The end of");
        Process refused = start("--wait-seconds=0");
        assertThat(output(refused)).startsWith("--wait-seconds must be 1 to 86400, not 0");
    }

    @Test
    void anyPublishedModelIsServedWithoutPicturesThatItDoesNotRead() throws Exception {
        publishLetters();
        Process up = start(home.resolve("models/letters").toString());
        CompletableFuture<String> output = outputOnceItSays(up, "Ctrl-C stops both.");
        up.toHandle().destroy(); // Process.destroy would close its output, too
        assertThat(output.get())
                .contains(
                        "letters holds one version: %s is taken.".formatted(home.resolve("models/letters/1.0.0")),
                        "Starting cloud and edge with letters 1.0.0, logs in",
                        "The sample pictures are drawn digits, which letters does not read: --images DIR shows others.",
                        "Console      http://127.0.0.1:%d/%n".formatted(edgePort),
                        "--data-binary @YOUR.png")
                .doesNotContain("digit-0.png");
        assertThat(output.get().indexOf("Console")).isLessThan(output.get().indexOf("Try it"));
        assertThat(home.resolve("target/up/edge.log")).hasContent("hello from the edge with letters 1.0.0");
    }

    @Test
    void imagesOfOnesOwnAreShown() throws Exception {
        publishLetters();
        Path images = Files.createDirectories(home.resolve("mine"));
        Files.write(images.resolve("a.png"), new byte[50]);
        Process up = start(home.resolve("models/letters/1.0.0").toString(), "--exit", "--images", images.toString());
        String output = output(up);
        assertThat(up.waitFor()).as(output).isZero();
        assertThat(output).contains("mine/a.png", "auto", "split");
        Process none = start("--images", home.resolve("target").toString());
        assertThat(output(none)).contains("There are no images in " + home.resolve("target"));
    }

    @Test
    void aVersionThatIsNotThereGetsTheOnesThatAre() throws Exception {
        Path wrong = home.resolve("models/mnist/0.0.1");
        Process up = start(wrong.toString());
        assertThat(output(up))
                .contains("sparsesplit up: there is no model " + wrong, "did you mean")
                .contains(
                        home.resolve("models/mnist").resolve(Bundled.version()).toString());
        assertThat(up.waitFor()).isEqualTo(1);
    }

    @Test
    void absentModelsAreNamed() throws Exception {
        Process up = start("--models", home.resolve("elsewhere").toString());
        assertThat(output(up))
                .isEqualTo("sparsesplit up: There is no folder %s: name the one with the models by --models.%n"
                        .formatted(home.resolve("elsewhere")));
        assertThat(up.waitFor()).isEqualTo(1);
    }

    @Test
    void absentJarSaysHowToBuildIt() throws Exception {
        Path jar = home.resolve("edge-service/target/edge-service-exec.jar");
        Files.delete(jar);
        Process up = start("--exit");
        String output = output(up);
        assertThat(up.waitFor()).isEqualTo(1);
        assertThat(output)
                .contains("The cloud has stopped.")
                .contains("%s is missing: ./sparsesplit builds it, as does 'mvn package -DskipTests'.".formatted(jar));
        assertPortsAreFree();
    }

    private void assertUsage(String sentence) throws Exception {
        Process up = start();
        assertThat(output(up)).isEqualTo("%s%n'sparsesplit up --help' explains the options.%n".formatted(sentence));
        assertThat(up.waitFor()).isEqualTo(2);
    }

    private void assertPortsAreFree() throws IOException {
        new ServerSocket(edgePort, 1, InetAddress.getLoopbackAddress()).close();
        new ServerSocket(cloudPort, 1, InetAddress.getLoopbackAddress()).close();
    }

    /** The bundled model under another name, with letters for labels. */
    private void publishLetters() throws IOException {
        Path from = home.resolve("models/mnist").resolve(Bundled.version());
        Path to = Files.createDirectories(home.resolve("models/letters/1.0.0"));
        for (String file : List.of("head.safetensors", "tail.safetensors")) {
            Files.copy(from.resolve(file), to.resolve(file));
        }
        ObjectNode manifest = (ObjectNode) JsonMapper.shared().readTree(Files.readAllBytes(from.resolve("model.json")));
        manifest.put("name", "letters").put("version", "1.0.0");
        ArrayNode labels = manifest.putArray("labels");
        "abcdefghij".chars().forEach(letter -> labels.add(Character.toString(letter)));
        Files.write(to.resolve("model.json"), JsonMapper.shared().writeValueAsBytes(manifest));
    }

    private void misbehave(String how) throws IOException {
        Files.writeString(home.resolve("models/misbehave"), how);
    }

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dsparsesplit.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "up",
                "--edge-port=" + edgePort,
                "--cloud-port=" + cloudPort));
        command.addAll(List.of(options));
        Process up = new ProcessBuilder(command).redirectErrorStream(true).start();
        programs.add(up);
        return up;
    }

    private static String output(Process up) throws IOException {
        return new String(up.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void kill(int port) {
        HttpRequest die = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/die".formatted(port)))
                .build();
        assertThatIOException().isThrownBy(() -> HttpClient.newHttpClient().send(die, BodyHandlers.discarding()));
    }

    private static String readUntil(Process up, String line) throws IOException {
        StringBuilder output = new StringBuilder();
        while (output.indexOf(line) < 0) {
            int next = up.getInputStream().read();
            assertThat(next).as("rest of: " + output).isNotNegative();
            output.append((char) next);
        }
        return output.toString();
    }

    /** Waits for a line; the rest of what is printed comes later. */
    private static CompletableFuture<String> outputOnceItSays(Process up, String line) throws IOException {
        String output = readUntil(up, line);
        return CompletableFuture.supplyAsync(() -> {
            try {
                return output + output(up);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** A jar of nothing but the stub. */
    private static void writeJar(Path jar) throws IOException {
        Files.createDirectories(jar.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, ServiceStub.class.getName());
        String classFile = ServiceStub.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file, manifest);
                InputStream content = Objects.requireNonNull(ClassLoader.getSystemResourceAsStream(classFile))) {
            entries.putNextEntry(new ZipEntry(classFile));
            content.transferTo(entries);
        }
    }
}
