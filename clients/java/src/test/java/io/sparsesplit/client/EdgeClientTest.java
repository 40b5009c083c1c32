package io.sparsesplit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sparsesplit.client.api.InferenceApi;
import io.sparsesplit.client.api.RefinementsApi;
import io.sparsesplit.client.model.Answer;
import io.sparsesplit.client.model.BatchAnswer;
import io.sparsesplit.client.model.QueuedInference;
import io.sparsesplit.cloud.CloudApplication;
import io.sparsesplit.edge.EdgeApplication;
import io.sparsesplit.service.SmallModel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** What is generated from the committed document speaks with the real services. */
class EdgeClientTest {

    private static final File DIGIT = new File("../../samples/digit-7.png");

    @TempDir
    private static Path home;

    private static ConfigurableApplicationContext cloud;
    private static ConfigurableApplicationContext edge;
    private static ApiClient client;

    @BeforeAll
    static void start() {
        Path models = home.resolve("models");
        SmallModel.publish(models, 1);
        String[] settings = {
            "--server.port=0",
            "--sparsesplit.model.repository=" + models,
            "--sparsesplit.model.name=" + SmallModel.NAME,
            "--sparsesplit.outbox.enabled=true",
            "--sparsesplit.outbox.path=" + home.resolve("outbox.db"),
        };
        cloud = CloudApplication.start(settings);
        System.setProperty("sparsesplit.cloud.url", "http://127.0.0.1:" + port(cloud));
        edge = EdgeApplication.start(settings);
        client = new ApiClient();
        client.updateBaseUri("http://127.0.0.1:" + port(edge));
    }

    @AfterAll
    static void stop() {
        System.clearProperty("sparsesplit.cloud.url");
        edge.close();
        cloud.close();
    }

    private static String port(ConfigurableApplicationContext service) {
        return service.getEnvironment().getRequiredProperty("local.server.port");
    }

    @Test
    void anImageIsPostedAndItsAnswerHasTypes() throws ApiException {
        Answer answer = infer(DIGIT, "local-only", null);

        assertThat(answer.getExit()).isEqualTo(Answer.ExitEnum.EDGE);
        assertThat(answer.getLabel()).isEqualTo(String.valueOf(answer.getClassIndex()));
        assertThat(answer.getProbabilities()).hasSize(10).contains(answer.getConfidence());
        assertThat(answer.getModel().getVersion()).isEqualTo(SmallModel.VERSION);
        assertThat(answer.getBytes().getImage()).isEqualTo((int) DIGIT.length());
        assertThat(answer.getDecision().getPolicy()).isEqualTo("local-only");
    }

    @Test
    void theCloudsAnswerIsOneAsWell() throws ApiException {
        Answer answer = infer(DIGIT, "split", null);

        assertThat(answer.getExit()).isEqualTo(Answer.ExitEnum.CLOUD);
        assertThat(answer.getThreshold()).isNull();
        assertThat(answer.getBytes().getSent()).isPositive();
    }

    @Test
    void severalImagesAreAnsweredInTheirOrder() throws ApiException {
        List<File> images = List.of(DIGIT, new File("../../README.md"));

        BatchAnswer answer = new InferenceApi(client).inferBatch("auto", null, null, null, null, null, null, images);

        assertThat(answer.getAnswered()).isEqualTo(1);
        assertThat(answer.getAnswers().get(0).getAnswer().getReason()).isNotEmpty();
        assertThat(answer.getAnswers().get(1).getName()).isEqualTo("README.md");
    }

    @Test
    void aProvisionalAnswerIsRefined() throws ApiException {
        Answer provisional = infer(DIGIT, "split", "respond-async");
        assertThat(provisional.getProvisional()).isTrue();

        RefinementsApi refinements = new RefinementsApi(client);
        await().until(() -> refinements.inference(provisional.getId()).getState() == QueuedInference.StateEnum.REFINED);
    }

    @Test
    void anErrorHasItsStatusAndItsProblem() throws IOException {
        File text = Files.writeString(home.resolve("note.txt"), "no image").toFile();

        assertThatThrownBy(() -> infer(text, "auto", null)).isInstanceOfSatisfying(ApiException.class, error -> {
            assertThat(error.getCode()).isEqualTo(415);
            assertThat(error.getResponseBody()).contains("urn:sparsesplit:problem:unknown-image-format");
        });
    }

    private static Answer infer(File image, String policy, @Nullable String prefer) throws ApiException {
        return new InferenceApi(client).inferImage(policy, null, null, null, null, null, null, prefer, image);
    }
}
