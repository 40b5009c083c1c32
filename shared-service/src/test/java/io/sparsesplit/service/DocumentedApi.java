package io.sparsesplit.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/** What holds for the OpenAPI document of every service, so that Swagger UI is of use. */
public final class DocumentedApi {

    /** Range not satisfiable: the headers say it all. */
    private static final String WITHOUT_BODY = "416";

    private DocumentedApi() {}

    /** Requires that Swagger UI sends no parameter that nobody chose: it sends defaults and examples. */
    public static void requireThatOptionalParametersOfferNothing(JsonNode api) {
        List<String> offering = new ArrayList<>();
        forEachOperation(
                api,
                (place, operation) -> operation.path("parameters").forEach(parameter -> {
                    JsonNode schema = parameter.path("schema");
                    if (!parameter.path("required").asBoolean(false)
                            && (parameter.has("example")
                                    || parameter.has("examples")
                                    || schema.has("example")
                                    || schema.has("examples")
                                    || schema.has("default"))) {
                        offering.add(place + " " + parameter.path("name").asString());
                    }
                }));
        assertThat(offering).isEmpty();
    }

    /** Requires an example of its own for every error of every operation. */
    public static void requireThatEveryErrorHasAnExample(JsonNode api) {
        forEachOperation(
                api,
                (place, operation) -> operation.path("responses").forEachEntry((status, response) -> {
                    if (status.matches("[45]\\d\\d") && !status.equals(WITHOUT_BODY)) {
                        requireExamples(place + " " + status, status, response.path("content"));
                    }
                }));
    }

    private static void requireExamples(String place, String status, JsonNode content) {
        content.forEachEntry((type, body) -> {
            assertThat(body.path("examples")).as(place).isNotEmpty();
            body.path("examples").forEachEntry((name, example) -> {
                JsonNode value = example.path("value");
                if (type.equals("application/json")) {
                    assertThat(value.path("error").asString()).as(place).isNotEmpty();
                } else {
                    assertThat(value.path("type").asString()).as(place).isEqualTo("urn:sparsesplit:problem:" + name);
                    assertThat(value.path("status").asString()).as(place).isEqualTo(status);
                    assertThat(value.path("detail").asString()).as(place).endsWith(".");
                }
            });
        });
    }

    private static void forEachOperation(JsonNode api, BiConsumer<String, JsonNode> action) {
        api.path("paths")
                .forEachEntry((path, operations) -> operations.forEachEntry((method, operation) -> {
                    if (operation.isObject()) {
                        action.accept(method + " " + path, operation);
                    }
                }));
    }
}
