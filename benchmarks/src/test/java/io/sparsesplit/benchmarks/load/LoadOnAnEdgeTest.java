package io.sparsesplit.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.edge.EdgeApplication;
import io.sparsesplit.trainer.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code sparsesplit load} on an edge as it is shipped, with the bundled model, whose cloud is away. */
class LoadOnAnEdgeTest {

    @TempDir
    Path folder;

    @Test
    void whatTheLoadCountsIsWhatTheEdgeCounts() throws IOException, InterruptedException {
        try (ConfigurableApplicationContext edge = EdgeApplication.start(
                "--server.port=0",
                "--sparsesplit.model.repository=" + Path.of("../models").toRealPath(),
                "--sparsesplit.cloud.url=http://127.0.0.1:1",
                "--sparsesplit.outbox.path=" + folder.resolve("outbox.db"))) {
            String url = "http://127.0.0.1:" + edge.getEnvironment().getRequiredProperty("local.server.port");
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();

            int code = Main.commandLine()
                    .setOut(new PrintWriter(out))
                    .setErr(new PrintWriter(err))
                    .execute(
                            "load",
                            "../samples",
                            "--url",
                            url,
                            "--rate",
                            "100",
                            "--duration",
                            "2s",
                            "--warm-up",
                            "1s",
                            "--policy",
                            "split",
                            "--json",
                            folder.resolve("load.json").toString());

            assertThat(code).as(out + err.toString()).isZero();
            JsonNode figures = JsonMapper.shared().readTree(Files.readAllBytes(folder.resolve("load.json")));
            JsonNode totals = totals(url);
            assertThat(figures.path("images").intValue()).isEqualTo(10);
            assertThat(figures.at("/answers/edge-fallback/count").intValue()).isEqualTo(200);
            assertThat(totals.path("requests").intValue())
                    .as("one before, 100 to warm up")
                    .isEqualTo(301);
            assertThat(totals.at("/answers/edge-fallback").intValue()).isEqualTo(301);
            assertThat(figures.at("/responseMs/p50").doubleValue())
                    .as("at least what the edge itself took")
                    .isGreaterThan(totals.at("/latencyMs/edge-fallback/p50").doubleValue() / 2);
        }
    }

    private static JsonNode totals(String url) throws IOException, InterruptedException {
        return JsonMapper.shared()
                .readTree(HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(url + "/actuator/inference"))
                                        .build(),
                                BodyHandlers.ofString())
                        .body());
    }
}
