package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.service.SmallModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client that is not ours, Triton's for Java as it is published, asks the edge, and reads what {@code /infer} answers. */
@ExtendWith(ServicePair.Shared.class)
class OpenInferenceClientTest {

    private static final String PROGRAM = "../deploy-tests/open-inference-client/TritonClient.java";

    private final ServicePair pair;

    OpenInferenceClientTest(ServicePair pair) {
        this.pair = pair;
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void tritonsJavaClientReadsTheSameAnswers() throws IOException, InterruptedException {
        Process client = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        "target/triton-client.jar",
                        PROGRAM,
                        "127.0.0.1:" + pair.edgePort(),
                        SmallModel.NAME,
                        "28",
                        "../samples")
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(client.waitFor()).as(output).isZero();
            assertThat(output.strip()).endsWith("passed: 50 answers");
        } finally {
            client.destroyForcibly();
        }
    }
}
