package io.sparsesplit.trainer.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.trainer.Main;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LoadCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private SlowServer edge;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        edge = new SlowServer();
        for (int i = 0; i < 3; i++) {
            Path image = Files.createDirectories(folder.resolve("images/" + i)).resolve("digit.png");
            ImageIO.write(new BufferedImage(28, 28 + i, BufferedImage.TYPE_BYTE_GRAY), "png", image.toFile());
        }
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void everyImageIsSentAtItsTimeAndAnswered() throws IOException {
        edge.delayMillis = 20;

        JsonNode figures = load("--rate", "100", "--duration", "1s", "--warm-up", "200ms");

        assertThat(figures.path("due").intValue()).isEqualTo(100);
        assertThat(figures.path("sent").intValue()).isEqualTo(100);
        assertThat(figures.path("good").intValue()).isEqualTo(100);
        assertThat(figures.path("images").intValue()).isEqualTo(3);
        assertThat(figures.path("rateReached").doubleValue()).isEqualTo(100, within(10.0));
        assertThat(figures.at("/answers/cloud/count").intValue()).isEqualTo(25);
        assertThat(figures.at("/answers/edge/count").intValue()).isEqualTo(75);
        assertThat(figures.at("/serviceMs/p50").doubleValue()).isBetween(20.0, 100.0);
        assertThat(figures.at("/responseMs/p50").doubleValue())
                .isGreaterThanOrEqualTo(figures.at("/serviceMs/p50").doubleValue());
        assertThat(edge.requests).as("one before, 20 to warm up").hasValue(121);
        assertThat(out.toString().lines())
                .contains("  failed                    0   0.00 %")
                .anyMatch(line -> line.matches(" {2}sent +100 +[0-9.]+ per second, asked for 100.0"))
                .anyMatch(line -> line.matches(" {4}edge +75.00 % +75 .*"));
    }

    /** What a closed loop would have missed: while nothing is answered it would not have asked either. */
    @Test
    void imagesThatWaitBehindAStallCountAsWaiting() throws IOException {
        edge.stallAfter = 100;
        edge.stallMillis = 800;

        JsonNode figures = load("--rate", "200", "--duration", "2s", "--warm-up", "0s", "--connections", "4");

        assertThat(figures.path("good").intValue()).isEqualTo(400);
        // 160 of 400 images are due within the stall, the first of them waits longest.
        assertThat(figures.at("/responseMs/max").doubleValue()).isGreaterThan(750);
        assertThat(figures.at("/responseMs/p90").doubleValue()).isGreaterThan(500);
        assertThat(figures.at("/responseMs/p75").doubleValue()).isGreaterThan(200);
        // Four were sent before it was noticed: one in a hundred, as if nothing had been.
        assertThat(figures.at("/serviceMs/p95").doubleValue()).isLessThan(200);
        assertThat(figures.path("sentLate").intValue()).isGreaterThan(100);
    }

    @Test
    void imagesNeverAnsweredCountAsLongAsTheyWaited() throws IOException {
        edge.stallAfter = 51;
        edge.stallMillis = 60_000;

        JsonNode figures = failing(
                "--rate", "100", "--duration", "1s", "--warm-up", "0s", "--connections", "2", "--timeout", "300ms");

        assertThat(figures.path("good").intValue()).isBetween(45, 50);
        assertThat(figures.path("due").intValue()).isEqualTo(100);
        assertThat(figures.at("/failures/timed out/count").intValue()).isPositive();
        assertThat(figures.at("/failures/never sent/count").intValue()).isGreaterThan(20);
        assertThat(figures.at("/responseMs/p90").doubleValue()).isGreaterThan(300);
        assertThat(out.toString()).contains("    timed out ", "    never sent ");
    }

    @Test
    void refusalsAreCountedByKindAndAreNoGoodAnswers() throws IOException {
        edge.refuseEvery = 10;
        edge.chunked = true;

        JsonNode figures = failing("--rate", "200", "--duration", "500ms", "--warm-up", "0s");

        assertThat(figures.at("/failures/503 overloaded/count").intValue()).isEqualTo(10);
        assertThat(figures.path("good").intValue()).isEqualTo(90);
        assertThat(out.toString().lines()).anyMatch(line -> line.matches(" {4}503 overloaded +10.00 % +10 .*"));
    }

    @Test
    void aServerThatGoesAwayIsTold() throws IOException {
        Thread away = new Thread(() -> {
            while (edge.requests.get() < 20) {
                Thread.onSpinWait();
            }
            edge.close();
        });
        away.start();

        JsonNode figures = failing("--rate", "200", "--duration", "500ms", "--warm-up", "0s");

        assertThat(figures.at("/failures/connection refused/count").intValue()).isGreaterThan(20);
        assertThat(figures.path("due").intValue()).isEqualTo(100);
    }

    @Test
    void theReportIsOneFileThatNeedsNoOther() throws Exception {
        Path report = folder.resolve("load.html");

        load("--rate", "200", "--duration", "1s", "--warm-up", "0s", "--report", report.toString());

        String html = Files.readString(report);
        assertThat(html)
                .contains("Latency by percentile", "Latency over time", "Throughput over time", "asked for", ">99.9<")
                .contains(edge.url() + "/infer?policy=auto");
        assertThat(html.replace("http://www.w3.org/", "").replace(edge.url(), ""))
                .as("no external resources")
                .doesNotContain("http:", "https:", "src=", "<script", "@import", "url(");
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new java.io.ByteArrayInputStream(
                                html.replace("<!DOCTYPE html>", "").getBytes(StandardCharsets.UTF_8)))
                        .getElementsByTagName("svg")
                        .getLength())
                .isEqualTo(3);
        Matcher points = Pattern.compile("<polyline [^>]*points=\"([^\"]*)\"").matcher(html);
        assertThat(points.results().map(line -> line.group(1).split(" ").length))
                .as("lines in the plots")
                .hasSizeGreaterThan(8)
                .anyMatch(length -> length > 8);
        assertThat(html).doesNotContain("NaN", "Infinity");
    }

    @Test
    void ctrlCPrintsWhatWasMeasuredUntilThen() throws Exception {
        Process load = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "load",
                        folder.resolve("images").toString(),
                        "--url",
                        edge.url(),
                        "--rate",
                        "100",
                        "--duration",
                        "10m",
                        "--warm-up",
                        "0s")
                .redirectError(folder.resolve("err").toFile())
                .start();
        try {
            while (edge.requests.get() < 50 && load.isAlive()) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(load.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(load.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(new String(load.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .containsPattern("stopped after [0-9.]+ s")
                    .containsPattern("response time +[0-9]");
            assertThat(load.exitValue())
                    .as("as of any program that was interrupted")
                    .isEqualTo(130);
        } finally {
            load.destroyForcibly();
        }
    }

    @Test
    void absentEdgeSaysHowToStartOne() {
        edge.close();

        assertThat(execute("--rate", "1")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("sparsesplit load: No edge answers at %s/: start one with './sparsesplit up',"
                                .formatted(edge.url())
                        + " or name another with --url.%n".formatted());
    }

    @Test
    void whatIsNoEdgeIsNotLoaded() {
        edge.refuseEvery = 1;

        assertThat(execute("--rate", "1")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo(
                        "sparsesplit load: %s/ does not answer the first image as an edge does, it gives status 503: Too busy.%n"
                                .formatted(edge.url()));
        assertThat(edge.requests).hasValue(1);
    }

    @Test
    void whatIsNoImageIsNotPosted() throws IOException {
        Path text = Files.writeString(folder.resolve("images/notes.txt"), "none");
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThat(execute("--rate", "1")).isEqualTo(1);
        assertThat(Main.commandLine().setErr(new PrintWriter(err)).execute("load", empty.toString()))
                .isEqualTo(1);
        assertThat(Main.commandLine()
                        .setErr(new PrintWriter(err))
                        .execute("load", folder.resolve("no").toString()))
                .isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "sparsesplit load: %s is no PNG, JPEG, GIF, BMP or WebP image: name images only, or a folder of them."
                                .formatted(text),
                        "sparsesplit load: There is no image in [%s]: name image files or a folder of them."
                                .formatted(empty),
                        "sparsesplit load: %s: no such file or folder".formatted(folder.resolve("no")));
        assertThat(edge.requests).hasValue(0);
    }

    @Test
    void unusableOptionsAreRefused() {
        assertThat(execute("--rate", "0")).isEqualTo(2);
        assertThat(execute("--rate", "NaN")).isEqualTo(2);
        assertThat(execute("--duration", "30")).isEqualTo(2);
        assertThat(execute("--duration", "2h")).isEqualTo(2);
        assertThat(execute("--connections", "0")).isEqualTo(2);
        assertThat(execute("--timeout", "2m")).isEqualTo(2);
        assertThat(execute("--url", "localhost:8080")).isEqualTo(2);
        assertThat(execute("--url", "https://edge.example")).isEqualTo(2);
        assertThat(err.toString().lines().filter(line -> !line.endsWith("explains the options.")))
                .containsExactly(
                        "--rate must be a number from 0.1 to 100000, not 0",
                        "--rate must be a number from 0.1 to 100000, not NaN",
                        "Invalid value for option '--duration': '30' is no time: write a whole number with its unit,"
                                + " for example 500ms, 30s or 2m",
                        "--duration must be a time from 100ms to 3600s, not 7200s",
                        "--connections must be a whole number from 1 to 10000, not 0",
                        "--timeout must be a time from 1ms to 60s, not 120s",
                        "localhost:8080 is not the URL of an edge:"
                                + " write scheme, host and port, for example http://127.0.0.1:8080",
                        "https://edge.example asks for TLS, but load is sent in clear text: write an http:// URL");
        assertThat(edge.requests).hasValue(0);
    }

    private JsonNode load(String... options) throws IOException {
        assertThat(executeWithJson(options)).as(err.toString()).isZero();
        return figures();
    }

    private JsonNode failing(String... options) throws IOException {
        assertThat(executeWithJson(options)).as(err.toString()).isEqualTo(1);
        return figures();
    }

    private JsonNode figures() throws IOException {
        return JsonMapper.shared().readTree(Files.readAllBytes(folder.resolve("load.json")));
    }

    private int executeWithJson(String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--json", folder.resolve("load.json").toString()));
        return execute(all.toArray(String[]::new));
    }

    private int execute(String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("load", folder.resolve("images").toString(), "--url", edge.url()));
        arguments.addAll(List.of(options));
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setOverwrittenOptionsAllowed(true)
                .execute(arguments.toArray(String[]::new));
    }
}
