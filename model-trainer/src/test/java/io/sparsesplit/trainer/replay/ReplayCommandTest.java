package io.sparsesplit.trainer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.trainer.Main;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReplayCommandTest {

    /** Twenty of each class, every tenth wrongly labelled. */
    private static final int IMAGES = 200;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private EdgeStub edge;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        edge = new EdgeStub();
        for (String part : List.of("train", "t10k")) {
            byte[] images = new byte[IMAGES * 4];
            byte[] labels = new byte[IMAGES];
            for (int i = 0; i < IMAGES; i++) {
                images[4 * i] = (byte) (i % 10);
                images[4 * i + 3] = (byte) 255;
                labels[i] = (byte) (i / 10 % 10 == 9 ? (i + 1) % 10 : i % 10);
            }
            write(part + "-images-idx3-ubyte", images, IMAGES, 2, 2);
            write(part + "-labels-idx1-ubyte", labels, IMAGES);
        }
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void everyImageIsAnsweredAndTheMetricsAgree() {
        assertThat(replay()).as(err.toString()).isZero();
        assertThat(out.toString().lines())
                .contains(
                        "  correct                         90.00 %       180",
                        "  answered by cloud               50.00 %       100",
                        "  answered by edge                50.00 %       100",
                        "  degraded                         0.00 %         0",
                        "  errors                           0.00 %         0",
                        "  of 200 answers 90.00 % correct (85.0-93.8), balanced 90.00, ECE 0.000",
                        "  always answering 0: 10.00 % correct, balanced 10.00",
                        "  1               2 18  .  .  .  .  .  .  .  .",
                        "    payload for the cloud          10.5      2100",
                        "    frame around it included       14.0      2800",
                        "    sent to the cloud, HTTP       100.0     20000",
                        "    received from the cloud        50.0     10000",
                        "The edge's own metrics agree: requests, answers by exit, errors and bytes.");
    }

    @Test
    void figuresAreWrittenAsJson() throws IOException {
        Path json = folder.resolve("replay.json");
        assertThat(replay("--json", json.toString())).isZero();
        JsonNode figures = JsonMapper.shared().readTree(Files.readAllBytes(json));
        assertThat(figures.path("images").intValue()).isEqualTo(IMAGES);
        assertThat(figures.path("accuracy").doubleValue()).isEqualTo(90, within(1e-9));
        assertThat(figures.path("localExitRate").doubleValue()).isEqualTo(50, within(1e-9));
        assertThat(figures.path("answers").path("confusionMatrix").get(1).get(0).intValue())
                .isEqualTo(2);
        assertThat(figures.path("answers").path("balancedAccuracy").doubleValue())
                .isEqualTo(90, within(1e-9));
        assertThat(figures.path("edgeByClass").get(0).path("answeredShare").doubleValue())
                .isEqualTo(90, within(1e-9));
        assertThat(figures.path("payloadBytesPerImage").doubleValue()).isEqualTo(10.5, within(1e-9));
        assertThat(figures.path("frameBytesPerImage").doubleValue()).isEqualTo(14, within(1e-9));
        assertThat(figures.at("/exits/cloud").intValue()).isEqualTo(100);
        assertThat(figures.at("/latencyMs/all/p99").doubleValue())
                .isGreaterThanOrEqualTo(figures.at("/latencyMs/all/p50").doubleValue())
                .isPositive();
        assertThat(figures.path("metricsAgree").booleanValue()).isTrue();
    }

    @Test
    void onlyWhatHappensDuringTheReplayIsCompared() {
        assertThat(replay()).isZero();
        assertThat(replay("--limit", "7", "--policy", "local-only")).isZero();
        assertThat(out.toString()).contains("7 images in", "answered by edge               100.00 %         7");
    }

    @Test
    void policyAndCodecArePassedOn() {
        assertThat(replay("--limit", "1", "--policy", "split", "--codec", "run-length"))
                .isZero();
        assertThat(edge.lastQuery).isEqualTo("policy=split&codec=run-length");
        assertThat(replay("--limit", "1")).isZero();
        assertThat(edge.lastQuery).isEqualTo("policy=auto");
    }

    @Test
    void framesThatTheEdgeCountsDifferentlyFailTheCommand() {
        edge.miscounted = 9;
        assertThat(replay()).isEqualTo(1);
        assertThat(out.toString()).contains("    bytes of frames: 2800 by this replay, 3700 by the edge");
    }

    @Test
    void noMoreImagesAreUnderWayThanAllowed() {
        assertThat(replay("--concurrency", "2")).isZero();
        assertThat(edge.mostUnderWay).hasValueBetween(1, 2);
    }

    @Test
    void degradedAnswersAreCountedAndAreNoErrors() {
        edge.cloudDown = true;
        assertThat(replay()).isZero();
        assertThat(out.toString().lines())
                .contains(
                        "  answered by edge-fallback       50.00 %       100",
                        "  degraded                        50.00 %       100",
                        "The edge's own metrics agree: requests, answers by exit, errors and bytes.");
    }

    @Test
    void refusedImagesAreShownAndFailTheCommand() {
        edge.refusedClass = 3;
        assertThat(replay()).isEqualTo(1);
        assertThat(out.toString().lines())
                .contains(
                        "  errors                          10.00 %        20",
                        "    20 x status 503: Too busy, try again.",
                        "The edge's own metrics agree: requests, answers by exit, errors and bytes.");
    }

    @Test
    void metricsThatDisagreeFailTheCommand() {
        Thread other = new Thread(() -> {
            while (edge.mostUnderWay.get() == 0) {
                Thread.onSpinWait();
            }
            edge.invented = 5;
        });
        other.start();
        assertThat(replay()).isEqualTo(1);
        assertThat(out.toString().lines())
                .contains(
                        "The edge's own metrics DISAGREE (was somebody else asking it, or was it restarted?):",
                        "    requests: 200 by this replay, 205 by the edge",
                        "    answers edge: 100 by this replay, 105 by the edge");
    }

    @Test
    void edgeWithoutMetricsIsNotCompared() {
        edge.metrics = false;
        assertThat(replay()).isZero();
        assertThat(out.toString()).contains("The edge shows no /actuator/inference: its own count was not compared.");
    }

    @Test
    void absentEdgeSaysHowToStartOne() {
        edge.close();
        assertThat(replay()).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("sparsesplit replay: No edge answers at %s/: start one with './sparsesplit up',"
                                .formatted(edge.url())
                        + " or name another with --url.%n".formatted());
    }

    @Test
    void edgeThatDiesIsGivenUp() {
        edge.metrics = false;
        edge.dieAfter = 10;
        assertThat(replay()).isEqualTo(1);
        assertThat(err.toString()).contains("stopped answering:", "of 200 images were not sent any more.");
    }

    @Test
    void unusableOptionsAreRefused() {
        assertThat(replay("--limit", "0")).isEqualTo(2);
        assertThat(replay("--concurrency", "1000")).isEqualTo(2);
        assertThat(replay("--policy", "cloud")).isEqualTo(2);
        assertThat(replay("--codec", "gzip")).isEqualTo(2);
        assertThat(replay("--url", "localhost:8080")).isEqualTo(2);
        assertThat(err.toString().lines().filter(line -> !line.endsWith("explains the options.")))
                .containsExactly(
                        "--limit must be a whole number from 1 to 2147483647, not 0",
                        "--concurrency must be a whole number from 1 to 256, not 1000",
                        "Invalid value for option '--policy': there is no policy 'cloud':"
                                + " choose one of [auto, local-only, remote-only, split]",
                        "Invalid value for option '--codec': there is no codec 'gzip';"
                                + " choose one of float32, uint8, packed, run-length, deflate, entropy",
                        "localhost:8080 is not the URL of an edge:"
                                + " write scheme, host and port, for example http://127.0.0.1:8080");
    }

    private int replay(String... options) {
        List<String> arguments = new ArrayList<>(List.of("replay", "--data", folder.toString()));
        arguments.addAll(List.of("--url", edge.url()));
        arguments.addAll(List.of(options));
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setOverwrittenOptionsAllowed(true)
                .execute(arguments.toArray(String[]::new));
    }

    private void write(String name, byte[] elements, int... dimensions) throws IOException {
        try (DataOutputStream file = new DataOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            file.writeInt(0x0800 | dimensions.length);
            for (int dimension : dimensions) {
                file.writeInt(dimension);
            }
            file.write(elements);
        }
    }
}
