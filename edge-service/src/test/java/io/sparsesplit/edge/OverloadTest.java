package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.edge.FaultProxy.Fault;
import io.sparsesplit.service.Http;
import io.sparsesplit.service.Http.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ConfigurableApplicationContext;

/** When more is asked of the edge than it can do, it does less for each image first, and then refuses at once. */
@ExtendWith(ServicePair.Shared.class)
class OverloadTest {

    private static final byte[] IMAGE = Pictures.png(1);

    private final ServicePair pair;

    OverloadTest(ServicePair pair) {
        this.pair = pair;
    }

    @Test
    void whatComesOnTopIsAnsweredWithoutTheCloudAndThenRefused() {
        try (ConfigurableApplicationContext edge =
                pair.edge("sparsesplit.overload.max-concurrent=4", "sparsesplit.overload.retry-after=7s")) {
            Http http = new Http(edge);
            pair.proxy.set(Fault.HANG);
            ExecutorService clients = Executors.newFixedThreadPool(2);
            try {
                List<CompletableFuture<Reply>> hanging = new ArrayList<>();
                for (int i = 1; i <= 2; i++) {
                    int requests = pair.proxy.requests();
                    hanging.add(CompletableFuture.supplyAsync(
                            () -> http.post("/infer?policy=split", "image/png", IMAGE), clients));
                    Awaitility.await().until(() -> pair.proxy.requests() > requests);
                }

                Reply third = http.post("/infer?policy=split", "image/png", IMAGE);

                assertThat(third.json().path("reason").asString()).isEqualTo("overload");
                assertThat(third.json().path("exit").asString()).isEqualTo("edge-fallback");
                assertThat(hanging.stream()
                                .map(reply -> reply.join().json().path("reason").asString()))
                        .containsOnly("timeout");
            } finally {
                clients.shutdownNow();
            }
        }
    }

    @Test
    void aHouseThatIsFullRefusesAtOnceAndSaysWhenToComeBack() {
        try (ConfigurableApplicationContext edge =
                pair.edge("sparsesplit.overload.max-concurrent=1", "sparsesplit.overload.retry-after=7s")) {
            Http http = new Http(edge);
            try (SlowUpload upload = new SlowUpload(ServicePair.port(edge))) {
                Awaitility.await()
                        .until(() -> http.post("/infer", "image/png", IMAGE).status() == 503);

                Reply refused = http.post("/infer?policy=local-only", "image/png", IMAGE);

                assertThat(refused.problem()).isEqualTo("overloaded");
                assertThat(refused.detail())
                        .isEqualTo("As many requests as allowed, 1, are at work: try again in 7 s.");
                assertThat(refused.response().headers().firstValue("Retry-After"))
                        .hasValue("7");
                assertThat(http.post("/v2/models/small/infer", "application/json", new byte[2])
                                .status())
                        .isEqualTo(503);
                assertThat(http.post("/infer/batch", "application/zip", new byte[2])
                                .status())
                        .isEqualTo(503);
                assertThat(http.get("/actuator/health").status()).isEqualTo(200);
                assertThat(http.get("/actuator/prometheus").text())
                        .containsPattern("sparsesplit_errors_total\\{status=\"503\"} [1-9]");
                assertThat(upload.finish()).startsWith("HTTP/1.1 200");
            }
            Awaitility.await()
                    .until(() -> http.post("/infer?policy=local-only", "image/png", IMAGE)
                                    .status()
                            == 200);
        }
    }

    @Test
    void refusedClientsThatSendSlowlyHoldNoThreads() {
        List<SlowUpload> uploads = new ArrayList<>();
        try (ConfigurableApplicationContext edge = pair.edge(
                "sparsesplit.overload.max-concurrent=1",
                "server.tomcat.threads.max=8",
                "server.tomcat.connection-timeout=60s")) {
            Http http = new Http(edge);
            for (int i = 0; i < 16; i++) {
                uploads.add(new SlowUpload(ServicePair.port(edge)));
            }

            Awaitility.await()
                    .until(() -> http.post("/infer", "image/png", IMAGE).status() == 503);
        } finally {
            for (SlowUpload upload : uploads) {
                upload.close();
            }
        }
    }

    @Test
    void asManyRequestsAsThreadsWouldLeaveNoneToRefuseWith() {
        assertThatThrownBy(() -> pair.edge("sparsesplit.overload.max-concurrent=64"))
                .rootCause()
                .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                .hasMessageContaining(
                        "Write less than server.tomcat.threads.max, which is 64: refusing takes threads, too.");
    }
}
