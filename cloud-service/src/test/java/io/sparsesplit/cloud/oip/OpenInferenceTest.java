package io.sparsesplit.cloud.oip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.cloud.CloudApplication;
import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.network.ExitDecision.Continue;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.service.Http;
import io.sparsesplit.service.Http.Reply;
import io.sparsesplit.service.SmallModel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The cloud answers whole images, as the edge would have had them answered by it. */
class OpenInferenceTest {

    private static final String KEY = "0123456789abcdef0123456789abcdef";

    @TempDir
    private static Path repository;

    private static ConfigurableApplicationContext service;
    private static Http http;

    @BeforeAll
    static void start() {
        SmallModel.publish(repository, 1);
        service = CloudApplication.start(
                "--server.port=0",
                "--sparsesplit.management.key=" + KEY,
                "--sparsesplit.model.repository=" + repository,
                "--sparsesplit.model.name=" + SmallModel.NAME);
        http = new Http(service);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void headAndTailAnswerPictures() {
        ModelRepository models = new ModelRepository(repository);
        EdgeModel head = models.loadEdge(SmallModel.NAME, SmallModel.VERSION);
        CloudModel tail = models.loadCloud(SmallModel.NAME, SmallModel.VERSION);
        FeatureCodec codec = tail.codecs().standard();
        byte[] pictures = new byte[4 * 784];
        new Random(3).nextBytes(pictures);
        String expected = IntStream.range(0, 4)
                .mapToObj(i -> (Continue) head.head()
                        .decide(
                                head.manifest()
                                        .preprocessing()
                                        .input(Arrays.copyOfRange(pictures, i * 784, (i + 1) * 784)),
                                OptionalDouble.of(Head.NEVER)))
                .map(unsure -> tail.tail().classify(codec.decode(codec.encode(unsure.features()))))
                .map(answer -> Integer.toString(answer.classIndex()))
                .collect(Collectors.joining(","));
        byte[] header =
                "{\"inputs\":[{\"name\":\"image\",\"shape\":[4,28,28],\"datatype\":\"UINT8\",\"parameters\":{\"binary_data_size\":3136}}],\"outputs\":[{\"name\":\"class\"},{\"name\":\"exit\"}]}"
                        .getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(header);
        body.writeBytes(pictures);

        Reply reply = http.post(
                "/v2/models/small/versions/3.1.0/infer",
                "application/octet-stream",
                body.toByteArray(),
                "Inference-Header-Content-Length",
                Integer.toString(header.length));

        assertThat(reply.text())
                .isEqualTo(
                        "{\"model_name\":\"small\",\"model_version\":\"3.1.0\",\"outputs\":["
                                + "{\"name\":\"class\",\"shape\":[4],\"datatype\":\"INT64\",\"data\":[" + expected
                                + "]},"
                                + "{\"name\":\"exit\",\"shape\":[4],\"datatype\":\"BYTES\",\"data\":[\"cloud\",\"cloud\",\"cloud\",\"cloud\"]}]}");
    }

    @Test
    void theServiceDescribesItself() {
        assertThat(http.get("/v2").json().path("name").asString()).isEqualTo("sparsesplit-cloud");
        assertThat(http.get("/v2/health/ready").status()).isEqualTo(200);
        assertThat(http.get("/v2/models/small/ready").text()).isEqualTo("{\"name\":\"small\",\"ready\":true}");
        Reply unknown = http.get("/v2/models/other");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text()).isEqualTo("{\"error\":\"Model other is not held: ask for one of small 3.1.0.\"}");
    }

    @Test
    void versionsAreLoadedAndUnloadedByThoseWhoHaveTheKey() {
        SmallModel.publish(repository, 2, "3.2.0");
        Reply refused = http.post("/v2/repository/models/small/load", "", new byte[0]);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.json().path("error").asString()).startsWith("The request bears no key");

        assertThat(post("/v2/repository/models/small/load", "").status()).isEqualTo(200);

        assertThat(http.post("/v2/repository/index", "", new byte[0])
                        .json()
                        .valueStream()
                        .map(entry -> entry.path("version").asString() + " "
                                + entry.path("state").asString()))
                .containsExactlyInAnyOrder("3.1.0 READY", "3.2.0 READY");
        assertThat(http.get("/v2/models/small").json().path("versions")).hasSize(2);
        assertThat(post("/v2/repository/models/small/unload", "")
                        .json()
                        .path("error")
                        .asString())
                .endsWith("are loaded: say which, as parameter version.");
        assertThat(post("/v2/repository/models/small/unload", "{\"parameters\":{\"version\":\"3.2.0\"}}")
                        .status())
                .isEqualTo(200);
        assertThat(http.post(
                                "/v2/repository/index",
                                "application/json",
                                "{\"ready\":true}".getBytes(StandardCharsets.UTF_8))
                        .json()
                        .findValuesAsString("version"))
                .isEqualTo(List.of("3.1.0"));
        assertThat(post("/v2/repository/models/small/unload", "").status()).isEqualTo(409);
        assertThat(post("/v2/repository/models/nothing/load", "")
                        .json()
                        .path("error")
                        .asString())
                .isEqualTo("There is no version of model nothing: POST /v2/repository/index lists those there are.");
        assertThat(post("/v2/repository/models/small/load", "{").status()).isEqualTo(400);
    }

    private static Reply post(String path, String json) {
        return http.post(
                path, "application/json", json.getBytes(StandardCharsets.UTF_8), "Authorization", "Bearer " + KEY);
    }
}
