package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.edge.outcome.Policy;
import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.service.DocumentedApi;
import io.sparsesplit.service.Http.Reply;
import io.sparsesplit.service.SmallModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(ServicePair.Shared.class)
class DocumentationTest {

    private final ServicePair pair;
    private final JsonNode api;

    DocumentationTest(ServicePair pair) {
        this.pair = pair;
        this.api = pair.http.get("/v3/api-docs").json();
    }

    @Test
    void nothingIsShownThatNobodyIsToAsk() {
        assertThat(api.path("paths").propertyNames())
                .contains("/infer")
                .allMatch(
                        path -> path.startsWith("/infer") || path.startsWith("/v2") || path.startsWith("/management/"),
                        "is asked by someone");
    }

    @Test
    void theFirstBodyIsAFormWithAFileSoThatSwaggerUiShowsAnUploadBox() {
        JsonNode content = operation().path("requestBody").path("content");

        assertThat(content.propertyNames())
                .containsExactly(
                        "multipart/form-data",
                        "image/png",
                        "image/jpeg",
                        "image/bmp",
                        "image/gif",
                        "image/webp",
                        "application/octet-stream");
        JsonNode field = resolved(content.path("multipart/form-data").path("schema"))
                .path("properties")
                .path("image");
        assertThat(field.path("type").asString()).isEqualTo("string");
        assertThat(field.path("format").asString()).isEqualTo("binary");
        assertThat(content.path("image/png").path("schema").path("format").asString())
                .isEqualTo("binary");
    }

    @Test
    void everyStatusIsDocumentedAndEveryErrorIsAProblem() {
        JsonNode responses = operation().path("responses");

        assertThat(responses.propertyNames())
                .containsExactlyInAnyOrder("200", "202", "400", "404", "406", "413", "415", "422", "500", "503");
        for (String status : responses.propertyNames()) {
            assertThat(responses.path(status).path("description").asString()).isNotEmpty();
            JsonNode content = responses.path(status).path("content");
            if (!status.startsWith("2")) {
                JsonNode problem =
                        resolved(content.path("application/problem+json").path("schema"));
                assertThat(problem.path("properties").has("detail")).isTrue();
            }
        }
    }

    @Test
    void everyErrorOfTheOpenInferenceProtocolIsItsErrorObject() {
        JsonNode responses =
                api.path("paths").path("/v2/models/{model}/infer").path("post").path("responses");

        for (String status : List.of("400", "404", "413", "415", "422", "500", "503")) {
            JsonNode content = responses.path(status).path("content");
            assertThat(content.propertyNames()).containsExactly("application/json");
            assertThat(resolved(content.path("application/json").path("schema"))
                            .path("properties")
                            .propertyNames())
                    .containsExactly("error");
        }
    }

    @Test
    void theExamplesHaveTheMembersOfAnAnswer() {
        JsonNode success =
                operation().path("responses").path("200").path("content").path("application/json");
        // Only models with an out-of-distribution detector say that.
        List<String> members = resolved(success.path("schema")).path("properties").propertyNames().stream()
                .filter(member -> !member.equals("noneOfThese"))
                .toList();
        JsonNode answer = pair.infer(Pictures.png(1), "").json();

        assertThat(answer.propertyNames()).containsExactlyInAnyOrderElementsOf(members);
        for (JsonNode example : success.path("examples")) {
            assertThat(example.path("value").propertyNames()).containsExactlyInAnyOrderElementsOf(members);
        }
    }

    @Test
    void parametersSayWhatTheyTake() {
        JsonNode parameters = operation().path("parameters");

        assertThat(parameters.findValuesAsString("name"))
                .containsExactlyInAnyOrder(
                        "policy", "minConfidence", "deadlineMs", "codec", "model", "version", "traceparent", "Prefer");
        assertThat(parameters.path(0).path("schema").path("enum")).hasSize(Policy.values().length);
        assertThat(parameters
                        .valueStream()
                        .filter(parameter -> parameter.path("name").asString().equals("codec"))
                        .flatMap(parameter ->
                                parameter.path("schema").path("enum").valueStream())
                        .map(JsonNode::asString))
                .containsExactlyElementsOf(
                        Stream.of(Codec.values()).map(Codec::toString).toList());
    }

    @Test
    void nothingIsSentThatNobodyChose() {
        DocumentedApi.requireThatOptionalParametersOfferNothing(api);
    }

    @Test
    void everyErrorHasAnExampleOfItsOwn() {
        DocumentedApi.requireThatEveryErrorHasAnExample(api);
    }

    @Test
    void theExamplesOfErrorsAreWhatTheEdgeSays() throws IOException {
        byte[] image = Pictures.png(1);
        List<Reply> replies = List.of(
                pair.infer(Arrays.copyOf(image, image.length / 2), ""),
                pair.infer(new byte[0], ""),
                pair.infer(image, "?minConfidence=2"),
                pair.infer(image, "?version=3.1.0"),
                pair.http.send("POST", "/infer", "x", "Content-Type", "image/png", "Accept", "text/html"),
                pair.infer(Pictures.bomb(20_000), ""),
                pair.infer("This is a text.".getBytes(StandardCharsets.UTF_8), ""),
                pair.http.post("/infer", "text/plain", image),
                pair.http.post("/infer/batch", "image/png", image),
                pair.http.post("/infer/batch", "application/zip", image),
                pair.http.post("/infer/batch", "multipart/form-data; boundary=x", image));

        for (Reply reply : replies) {
            JsonNode problem = reply.json();
            String type = problem.path("type").asString();
            JsonNode example = api.path("paths")
                    .path(problem.path("instance").asString())
                    .path("post")
                    .path("responses")
                    .path(problem.path("status").asString())
                    .path("content")
                    .path("application/problem+json")
                    .path("examples")
                    .path(type.substring(type.lastIndexOf(':') + 1))
                    .path("value");
            for (String member : List.of("type", "title", "status", "instance")) {
                assertThat(example.path(member)).as(reply.text()).isEqualTo(problem.path(member));
            }
            assertThat(example.path("detail").asString().replace("mnist", SmallModel.NAME))
                    .isEqualTo(problem.path("detail").asString());
        }
    }

    @Test
    void swaggerUiIsThere() {
        assertThat(pair.http.get("/swagger-ui.html").status()).isEqualTo(302);
        assertThat(pair.http.get("/swagger-ui/index.html").text()).contains("swagger-ui");
    }

    private JsonNode operation() {
        return api.path("paths").path("/infer").path("post");
    }

    private JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? api.at(schema.path("$ref").asString().substring(1)) : schema;
    }
}
