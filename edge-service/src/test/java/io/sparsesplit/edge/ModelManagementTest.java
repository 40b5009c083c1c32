package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.cloud.CloudApplication;
import io.sparsesplit.service.Http;
import io.sparsesplit.service.Http.Reply;
import io.sparsesplit.service.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Versions loaded, unloaded and made the default over HTTP, on an edge and on a cloud that have loaded the newest. */
@ExtendWith({ServicePair.Shared.class, OutputCaptureExtension.class})
@TestInstance(Lifecycle.PER_CLASS)
class ModelManagementTest {

    private static final String KEY = "a-key-that-only-tests-know";
    private static final byte[] IMAGE = Pictures.png(1);

    private ConfigurableApplicationContext edge;
    private ConfigurableApplicationContext cloud;

    @BeforeAll
    void start(ServicePair pair, @TempDir Path repository) throws IOException {
        SmallModel.publish(repository, 1, "1.0.0");
        SmallModel.publish(repository, 2, "1.1.0");
        SmallModel.publish(repository, 3, "1.2.0");
        Path tail = repository.resolve("small/1.2.0/tail.safetensors");
        byte[] damaged = Files.readAllBytes(tail);
        damaged[damaged.length - 1] ^= 1;
        Files.write(tail, damaged);
        Path key = Files.writeString(repository.resolve("key"), KEY);
        edge = pair.edge(
                "sparsesplit.model.repository=" + repository,
                "sparsesplit.model.policy=latest",
                "sparsesplit.model.max-held=2",
                "sparsesplit.management.key=" + KEY);
        cloud = CloudApplication.start(
                "--server.port=0",
                "--sparsesplit.model.repository=" + repository,
                "--sparsesplit.model.name=" + SmallModel.NAME,
                "--sparsesplit.model.policy=latest",
                "--sparsesplit.management.key-file=" + key);
    }

    @AfterAll
    void stop() {
        edge.close();
        cloud.close();
    }

    @AfterEach
    void reset() {
        change("edge", "policy");
        change("cloud", "policy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge", "cloud"})
    void versionsAreListedWithTheirStates(String service) {
        JsonNode list = http(service).get("/management/models").json();

        assertThat(list.path("policy").asString()).isEqualTo("latest");
        assertThat(list.path("models")).hasSize(3);
        JsonNode held = list.path("models").path(0);
        assertThat(held.path("name").asString()).isEqualTo("small");
        assertThat(held.path("version").asString()).isEqualTo("1.1.0");
        assertThat(held.path("state").asString()).isEqualTo("held");
        assertThat(held.path("default").asBoolean()).isTrue();
        assertThat(held.path("fingerprint").asString()).matches("[0-9a-f]{64}");
        assertThat(held.path("since").asString()).matches("20.*Z");
        assertThat(states(list)).containsExactly("1.1.0 held", "1.2.0 refused", "1.0.0 available");
        assertThat(list.path("models").path(1).path("problem").asString())
                .isEqualTo(
                        "small/1.2.0/tail.safetensors is damaged or of another model: its SHA-256 is not the manifest's.");
        assertThat(http(service).get("/actuator/inference").json().path("models"))
                .isEqualTo(http(service).get("/management/models").json().path("models"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge", "cloud"})
    void aVersionIsLoadedMadeTheDefaultAndUnloaded(String service) {
        assertThat(states(change(service, "small/1.0.0/load").json()))
                .containsExactly("1.1.0 held", "1.0.0 held", "1.2.0 refused");
        assertThat(states(change(service, "small/1.0.0/default").json()))
                .containsExactly("1.0.0 held", "1.1.0 held", "1.2.0 refused");
        assertThat(http(service).get("/actuator/prometheus").text())
                .contains("sparsesplit_models_held 2.0")
                .containsPattern(info("1.0.0", true))
                .containsPattern(info("1.1.0", false))
                .containsPattern("sparsesplit_models_loads_total\\{outcome=\"success\"} [2-9]")
                .containsPattern("sparsesplit_models_loads_total\\{outcome=\"refused\"} [1-9]")
                .contains("sparsesplit_models_loads_total{outcome=\"failed\"} 0.0");
        JsonNode health = http(service).get("/actuator/health").json();
        assertThat(health.at("/components/models/details/held").toString())
                .isEqualTo("[\"small 1.0.0\",\"small 1.1.0\"]");
        assertThat(health.at("/components/models/details/refused").propertyNames())
                .containsExactly("small 1.2.0");

        assertThat(states(change(service, "small/1.1.0/unload").json()))
                .containsExactly("1.0.0 held", "1.2.0 refused", "1.1.0 available");
        assertThat(http(service).get("/actuator/prometheus").text())
                .contains("sparsesplit_models_held 1.0")
                .doesNotContainPattern("sparsesplit_model_info\\{.*version=\"1.1.0\"");
    }

    @Test
    void anImageIsAnsweredByTheVersionItAsksFor() {
        change("edge", "small/1.0.0/load");

        assertThat(answeredBy("?policy=local-only")).isEqualTo("1.1.0");
        assertThat(answeredBy("?policy=local-only&version=1.0.0")).isEqualTo("1.0.0");
        assertThat(answeredBy("?policy=local-only&model=small")).isEqualTo("1.1.0");
        Reply refused = http("edge").post("/infer?version=1.2.0", "image/png", IMAGE);
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.detail())
                .isEqualTo(
                        "Model small 1.2.0 is not loaded: small 1.1.0, small 1.0.0 are. Ask for one of them, or leave"
                                + " model and version out.");
        assertThat(refused.json().path("loaded")).hasSize(2);
    }

    @Test
    void whenTheDefaultIsUnloadedThePolicyPicksTheNext() {
        change("edge", "small/1.1.0/unload");

        assertThat(answeredBy("?policy=local-only")).isEqualTo("1.0.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "small/1.2.0/load | 422 | model-refused | small 1.2.0 is not loaded: small/1.2.0/tail.safetensors is damaged or of another model: its SHA-256 is not the manifest's.",
                "small/9.9.9/load | 404 | unknown-model | There is no small 9.9.9 in the repository: copy it there first. It has small 1.0.0, 1.1.0, 1.2.0.",
                "other/1.0.0/load | 404 | unknown-model | There is no other 1.0.0 in the repository: copy it there first. It has no other.",
                "small/1.0/load | 400 | bad-request | '1.0' is not a version: write it as MAJOR.MINOR.PATCH, for example 1.0.0.",
                "SMALL/1.0.0/load | 400 | bad-request | 'SMALL' is not a model name: use at most 64 of a-z, 0-9, '.', '_' and '-', letter or digit first.",
                "small/1.0.0/unload | 404 | unknown-model | small 1.0.0 is not held: load it first. Held are small 1.1.0.",
                "small/1.0.0/default | 404 | unknown-model | small 1.0.0 is not held: load it first. Held are small 1.1.0."
            })
    void whatCannotBeDoneIsRefusedWithWhy(String change, int status, String problem, String sentence) {
        for (String service : List.of("edge", "cloud")) {
            Reply reply = change(service, change);

            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.problem()).isEqualTo(problem);
            assertThat(reply.detail()).isEqualTo(sentence);
        }
    }

    @ParameterizedTest
    @CsvSource({"edge,unload", "edge,load", "edge,default", "cloud,unload", "cloud,load", "cloud,default"})
    void nobodyChangesAnythingWithoutTheKey(String service, String change) {
        String path = "/management/models/small/1.1.0/" + change;
        for (Reply reply : List.of(
                http(service).post(path, "", new byte[0]),
                http(service).post(path, "", new byte[0], "Authorization", "Bearer not-the-key-of-this-test"),
                http(service).post("/management/models/policy", "", new byte[0]))) {
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.problem()).isEqualTo("unauthorized");
            assertThat(reply.response().headers().firstValue("WWW-Authenticate"))
                    .hasValue("Bearer");
        }
    }

    @Test
    void withoutAKeyInTheSettingsNothingCanBeChanged(ServicePair pair) {
        Reply reply = pair.http.post(
                "/management/models/small/3.1.0/unload", "", new byte[0], "Authorization", "Bearer " + KEY);

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.problem()).isEqualTo("management-off");
        assertThat(reply.detail()).contains("write one into sparsesplit.management.key");
        assertThat(pair.http.get("/management/models").status()).isEqualTo(200);
    }

    @Test
    void theKeyIsNeverShown(CapturedOutput output) {
        change("edge", "small/1.0.0/load");
        http("edge").post("/management/models/policy", "", new byte[0], "Authorization", "Bearer wrong-" + KEY);

        assertThat(http("edge").get("/actuator/env").status()).isEqualTo(404);
        assertThat(http("edge").get("/actuator/configprops").status()).isEqualTo(404);
        assertThat(http("edge").get("/actuator/info").text()).doesNotContain(KEY);
        assertThat(output.getAll()).contains("small 1.0.0 is loaded").doesNotContain(KEY);
    }

    @Test
    void everyEndpointIsDocumented() {
        for (String service : List.of("edge", "cloud")) {
            JsonNode paths = http(service).get("/v3/api-docs").json().path("paths");

            for (String change :
                    List.of("{name}/{version}/load", "{name}/{version}/unload", "{name}/{version}/default")) {
                JsonNode operation = paths.path("/management/models/" + change).path("post");
                assertThat(operation.path("summary").asString()).isNotEmpty();
                assertThat(operation.path("responses").propertyNames()).contains("200", "401", "403", "404");
            }
            assertThat(paths.path("/management/models").has("get")).isTrue();
        }
    }

    private static String info(String version, boolean standard) {
        return "sparsesplit_model_info\\{default=\"%s\",fingerprint=\"[0-9a-f]{16}\",model=\"small\",version=\"%s\"} 1\n"
                .formatted(standard, version);
    }

    private String answeredBy(String query) {
        Reply reply = http("edge").post("/infer" + query, "image/png", IMAGE);
        assertThat(reply.status()).isEqualTo(200);
        return reply.json().path("model").path("version").asString();
    }

    private Http http(String service) {
        return new Http(service.equals("edge") ? edge : cloud);
    }

    private Reply change(String service, String change) {
        return http(service).post("/management/models/" + change, "", new byte[0], "Authorization", "Bearer " + KEY);
    }

    private static List<String> states(JsonNode list) {
        return list.path("models")
                .valueStream()
                .map(model -> model.path("version").asString() + " "
                        + model.path("state").asString())
                .toList();
    }
}
