package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.edge.FaultProxy.Fault;
import io.sparsesplit.service.Http;
import io.sparsesplit.service.Http.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** How the edge starts, how it says that it cannot, and how it stops. */
@ExtendWith({ServicePair.Shared.class, OutputCaptureExtension.class})
class StartUpTest {

    private final ServicePair pair;

    StartUpTest(ServicePair pair) {
        this.pair = pair;
    }

    @Test
    void oneLineSaysWhatIsServedWhere(CapturedOutput output) {
        try (ConfigurableApplicationContext edge = pair.edge()) {
            assertThat(output)
                    .contains(
                            "POST http://127.0.0.1:%d/infer answers with small 3.1.0 (fingerprint %s, 1886 parameters)"
                                    .formatted(
                                            ServicePair.port(edge),
                                            pair.head.fingerprint().toString().substring(0, 16)))
                    .contains("cloud http://127.0.0.1:" + pair.proxy.port());
        }
    }

    @Test
    void theFirstImageFindsAConnectionToTheCloud() {
        int before = pair.proxy.connections();
        try (ConfigurableApplicationContext edge = pair.edge()) {
            int started = pair.proxy.connections();
            new Http(edge).post("/infer?policy=split", "image/png", Pictures.png(1));

            assertThat(started).isGreaterThan(before);
            assertThat(pair.proxy.connections()).isEqualTo(started);
        }
    }

    @Test
    void aRequestUnderWayIsAnsweredBeforeTheEdgeStops() {
        ConfigurableApplicationContext edge = pair.edge();
        pair.proxy.set(Fault.HANG);
        int before = pair.proxy.requests();
        Http http = new Http(edge);
        CompletableFuture<Reply> reply =
                CompletableFuture.supplyAsync(() -> http.post("/infer?policy=split", "image/png", Pictures.png(1)));
        Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> pair.proxy.requests() > before);

        edge.close();

        assertThat(reply.join().status()).isEqualTo(200);
        assertThat(reply.join().json().path("reason").asString()).isEqualTo("timeout");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sparsesplit.cloud.url=localhost:8081 | write scheme, host and port, for example http://127.0.0.1:8081",
                "sparsesplit.cloud.deadline=0s | write a duration from 1ms to 60s, with its unit, for example 2s",
                "sparsesplit.cloud.deadline=soon | sparsesplit.cloud.deadline is 'soon'",
                "sparsesplit.cloud.deadline=soon | Write sparsesplit.cloud.deadline as a duration with its unit, for example 500ms or 2s.",
                "sparsesplit.cloud.max-concurrent-calls=0 | write a whole number from 1 to 1000, for example 32",
                "sparsesplit.cloud.max-concurrent-calls=many | Write sparsesplit.cloud.max-concurrent-calls as a whole number.",
                "sparsesplit.cloud.http-version=3 | write 1.1 or 2",
                "sparsesplit.cloud.coalesce-delay=2s | write a duration from 0ms to 1s, with its unit, for example 2ms; 0ms is off",
                "sparsesplit.cloud.max-images-per-call=0 | write a whole number from 1 to 4096, for example 64",
                "sparsesplit.cloud.time-limit=1s | sparsesplit.cloud.time-limit",
                "sparsesplit.image.max-bytes=1GB | write a size from 1KB to 64MB, with its unit",
                "sparsesplit.image.max-bytes=big | Write sparsesplit.image.max-bytes as a size with its unit, for example 512KB or 1MB.",
                "sparsesplit.image.max-pixels=0 | write a whole number from 1 to 100000000, for example 4000000",
                "sparsesplit.rollout.pull.interval=1ms | write a duration from 100ms to 7d, with its unit, for example 5m",
                "sparsesplit.rollout.pull.enabled=maybe | Write sparsesplit.rollout.pull.enabled as true or false.",
                "sparsesplit.rollout.bounds.max-failure-rate=2 | write a share from 0 to 1, for example 0.05",
                "sparsesplit.rollout.bounds.max-failure-rate=few | Write sparsesplit.rollout.bounds.max-failure-rate as a number, for example 0.05.",
                "sparsesplit.rollout.bounds.min-requests=401 | write a sparsesplit.rollout.bounds.min-requests that is not above window",
                "sparsesplit.rollout.negotiation.retry-interval=1d | write a duration from 100ms to 1h, with its unit, for example 10s",
                "sparsesplit.rollout.shadow.queue=0 | write a whole number from 1 to 1000, for example 16",
                "sparsesplit.model.version=latest | write a version as MAJOR.MINOR.PATCH, for example 1.0.0",
                "sparsesplit.model.versions=3.1.0,3.1 | write a version as MAJOR.MINOR.PATCH, for example 1.0.0",
                "sparsesplit.model.policy=newest | write specific, latest or latest-N with N from 1 to 16, for example latest-2",
                "sparsesplit.model.policy=latest-5 | wants 5 versions held, but sparsesplit.model.max-held is 4.",
                "sparsesplit.model.max-held=17 | write a whole number from 1 to 16, for example 4",
                "sparsesplit.model.watch-interval=1ms | sparsesplit.model.watch-interval is 1ms, which is too short.",
                "sparsesplit.model.watch-interval=2h | write a duration from 100ms to 1h, with its unit, for example 5s; or 0s",
                "sparsesplit.management.key=tiny | Write a key of 16 to 256 visible ASCII characters without spaces",
                "sparsesplit.controller.objective=thrift | Write sparsesplit.controller.objective as one of off, deadline, byte-budget.",
                "sparsesplit.controller.codecs=zip | is 'zip'",
                "sparsesplit.controller.min-offset=0.1 | write a number from -1 to 0, for example -0.4",
                "sparsesplit.controller.step=much | Write sparsesplit.controller.step as a number, for example 0.05.",
                "sparsesplit.model.name=My Model | write a model name of at most 64 of a-z"
            })
    void aWrongSettingStopsTheStartWithWhatToWrite(String setting, String sentence, CapturedOutput output) {
        assertThatThrownBy(() -> pair.edge(setting).close());

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains(sentence)
                .doesNotContain("\tat ");
    }

    @Test
    void http2OverTlsStopsTheStart(CapturedOutput output) {
        assertThatThrownBy(() -> pair.edge("sparsesplit.cloud.http-version=2", "sparsesplit.cloud.url=https://cloud")
                .close());

        assertThat(output)
                .contains("HTTP/2 is spoken in clear text: write a url with http://, or http-version 1.1")
                .doesNotContain("\tat ");
    }

    @Test
    void moreCallsThanAConnectionOfHttp2TakesStopTheStart(CapturedOutput output) {
        assertThatThrownBy(
                () -> pair.edge("sparsesplit.cloud.http-version=2", "sparsesplit.cloud.max-concurrent-calls=101")
                        .close());

        assertThat(output)
                .contains("with HTTP/2 at most 100 calls share the connection")
                .doesNotContain("\tat ");
    }

    @Test
    void aMissingModelStopsTheStartWithWhatIsThere(CapturedOutput output) {
        assertThatThrownBy(() -> pair.edge("sparsesplit.model.version=9.9.9").close());

        assertThat(output)
                .contains("The model cannot be loaded: there is no model small 9.9.9 in")
                .contains("it holds small 3.1.0")
                .contains("Point sparsesplit.model.repository to the folder of the models")
                .doesNotContain("\tat ");
    }

    @Test
    void aDamagedManifestStopsTheStart(@TempDir Path repository, CapturedOutput output) throws IOException {
        Files.createDirectories(repository.resolve("small/3.1.0"));
        Files.writeString(repository.resolve("small/3.1.0/model.json"), "{");

        assertThatThrownBy(
                () -> pair.edge("sparsesplit.model.repository=" + repository).close());

        assertThat(output)
                .contains("The model cannot be loaded")
                .contains("model.json")
                .doesNotContain("\tat ");
    }

    @Test
    void aTakenPortStopsTheStart(CapturedOutput output) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(
                    () -> pair.edge("server.port=" + taken.getLocalPort()).close());

            assertThat(output)
                    .contains(
                            "Web server failed to start. Port %d was already in use.".formatted(taken.getLocalPort()));
        }
    }
}
