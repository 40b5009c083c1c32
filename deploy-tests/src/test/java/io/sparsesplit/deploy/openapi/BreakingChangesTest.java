package io.sparsesplit.deploy.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Clients of the last release go on working; and what would break them is found. */
class BreakingChangesTest {

    private static final Path DOCUMENTS = Path.of("..", "docs", "openapi");
    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode edge = read(DOCUMENTS.resolve("edge.json"));

    @ParameterizedTest
    @ValueSource(strings = {"edge.json", "cloud.json"})
    void clientsOfTheLastReleaseGoOnWorking(String name) throws IOException {
        assertThat(BreakingChanges.between(read(lastRelease().resolve(name)), read(DOCUMENTS.resolve(name))))
                .as("What breaks clients of %s: undo it, or give it a new path", lastRelease())
                .isEmpty();
    }

    @Test
    void whatDidNotChangeBreaksNothing() {
        assertThat(BreakingChanges.between(edge, edge.deepCopy())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("breaking")
    void whatBreaksClientsIsFound(Consumer<ObjectNode> change, String sentence) {
        ObjectNode changed = (ObjectNode) edge.deepCopy();
        change.accept(changed);

        assertThat(BreakingChanges.between(edge, changed)).contains(sentence);
    }

    static Stream<Arguments> breaking() {
        return Stream.of(
                seed("a path", d -> object(d, "/paths").remove("/infer/batch"), "POST /infer/batch is gone"),
                seed("an operation", d -> object(d, "/paths/~1infer").remove("post"), "POST /infer is gone"),
                seed(
                        "a parameter",
                        d -> parameters(d).remove(1),
                        "POST /infer, parameter minConfidence in query, is gone"),
                seed(
                        "a parameter that is required now",
                        d -> object(d, "/paths/~1infer/post/parameters/1").put("required", true),
                        "POST /infer, parameter minConfidence in query, is required now"),
                seed(
                        "a new parameter that is required",
                        d -> parameters(d)
                                .addObject()
                                .put("name", "camera")
                                .put("in", "query")
                                .put("required", true),
                        "POST /infer, parameter camera in query, is required now"),
                seed(
                        "a value of a parameter",
                        d -> array(d, "/paths/~1infer/post/parameters/0/schema/enum")
                                .remove(3),
                        "POST /infer, parameter policy in query, does not take value split any more"),
                seed(
                        "the type of a parameter",
                        d -> object(d, "/paths/~1infer/post/parameters/2/schema")
                                .put("type", "boolean"),
                        "POST /infer, parameter deadlineMs in query, does not take type integer any more"),
                seed(
                        "the range of a parameter",
                        d -> object(d, "/paths/~1infer/post/parameters/1/schema")
                                .put("maximum", 0.5),
                        "POST /infer, parameter minConfidence in query, has a lower maximum"),
                seed(
                        "a media type of the body",
                        d -> object(d, "/paths/~1infer/post/requestBody/content")
                                .remove("image/webp"),
                        "POST /infer, body, is not image/webp any more"),
                seed(
                        "a member that a body must have",
                        d -> array(d, "/components/schemas/Wanted/required").add("reason"),
                        "POST /management/rollout/canary, body, requires reason now"),
                seed(
                        "a key that is wanted now",
                        d -> object(d, "/paths/~1infer/post")
                                .putArray("security")
                                .addObject()
                                .putArray("key"),
                        "POST /infer wants a key now"),
                seed(
                        "a status",
                        d -> object(d, "/paths/~1infer/post/responses").remove("202"),
                        "POST /infer does not answer 202 any more"),
                seed(
                        "a media type of the answer",
                        d -> object(d, "/paths/~1infer/post/responses/200/content")
                                .remove("application/json"),
                        "POST /infer 200 is not application/json any more"),
                seed(
                        "a member of the answer",
                        d -> object(d, "/components/schemas/Answer/properties").remove("label"),
                        "POST /infer 200 has no member label any more"),
                seed(
                        "a member of a member",
                        d -> object(d, "/components/schemas/Bytes/properties").remove("payload"),
                        "POST /infer 200.bytes has no member payload any more"),
                seed(
                        "a member of what a list holds",
                        d -> object(d, "/components/schemas/Asked/properties").remove("temperature"),
                        "POST /infer 200.decision.asked[] has no member temperature any more"),
                seed(
                        "the type of a member",
                        d -> object(d, "/components/schemas/Answer/properties/classIndex")
                                .put("type", "string"),
                        "POST /infer 200.classIndex may hold the new type string"),
                seed(
                        "a new value of a member",
                        d -> array(d, "/components/schemas/Answer/properties/exit/enum")
                                .add("fog"),
                        "POST /infer 200.exit may hold the new value fog"));
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void whatClientsNeedNotKnowIsNot(Consumer<ObjectNode> change) {
        ObjectNode changed = (ObjectNode) edge.deepCopy();
        change.accept(changed);

        assertThat(BreakingChanges.between(edge, changed)).isEmpty();
    }

    static Stream<Arguments> harmless() {
        return Stream.of(
                seed("a new path", d -> object(d, "/paths").set("/more", d.at("/paths/~1v2"))),
                seed(
                        "a new member",
                        d -> object(d, "/components/schemas/Answer/properties")
                                .putObject("more")
                                .put("type", "string")),
                seed(
                        "a new parameter",
                        d -> parameters(d).addObject().put("name", "more").put("in", "query")),
                seed(
                        "a new value of a parameter",
                        d -> array(d, "/paths/~1infer/post/parameters/0/schema/enum")
                                .add("fog")),
                seed("another description", d -> object(d, "/info").put("description", "another")));
    }

    private static Arguments seed(String name, Consumer<ObjectNode> change, String... sentence) {
        return Arguments.of(Stream.concat(Stream.of(Named.of(name, change)), Arrays.stream(sentence))
                .toArray());
    }

    private static ObjectNode object(JsonNode document, String pointer) {
        return (ObjectNode) document.at(pointer);
    }

    private static ArrayNode array(JsonNode document, String pointer) {
        return (ArrayNode) document.at(pointer);
    }

    private static ArrayNode parameters(JsonNode document) {
        return array(document, "/paths/~1infer/post/parameters");
    }

    /** The folder of the greatest version. */
    private static Path lastRelease() throws IOException {
        try (Stream<Path> releases = Files.list(DOCUMENTS.resolve("released"))) {
            return releases.max(Comparator.comparing(folder ->
                            ModuleDescriptor.Version.parse(folder.getFileName().toString())))
                    .orElseThrow();
        }
    }

    private static JsonNode read(Path file) {
        return JSON.readTree(file.toFile());
    }
}
