package io.sparsesplit.trainer.edge;

import io.sparsesplit.model.decision.Explained;
import java.io.InputStream;
import java.util.Iterator;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads what answers say of the way their images took. */
public final class AnswerReader {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private AnswerReader() {}

    /** Answers one after the other, with or without lines between them; what is no JSON is an {@link IllegalArgumentException}. */
    public static Iterator<JsonNode> answers(InputStream in) {
        MappingIterator<JsonNode> values =
                readable(() -> JSON.readerFor(JsonNode.class).readValues(in));
        return new Iterator<>() {

            @Override
            public boolean hasNext() {
                return readable(values::hasNext);
            }

            @Override
            public JsonNode next() {
                return readable(values::next);
            }
        };
    }

    /** Whether an answer explains itself at all: those of older edges do not. */
    static boolean isExplained(JsonNode answer) {
        return answer.has("decision");
    }

    /**
     * What an answer says.
     *
     * @throws IllegalArgumentException when it is no answer, or does not explain itself
     */
    public static Explained explained(JsonNode answer) {
        return readable(() -> JSON.treeToValue(withAllMembers(answer), Explained.class));
    }

    /** Returns the answer with what edges leave out where a model has no out-of-distribution detector, as null. */
    private static JsonNode withAllMembers(JsonNode answer) {
        JsonNode all = answer.deepCopy();
        putIfAbsent(all, "noneOfThese");
        putIfAbsent(all.path("decision"), "outOfDistribution");
        return all;
    }

    private static void putIfAbsent(JsonNode node, String member) {
        if (node instanceof ObjectNode object) {
            object.putIfAbsent(member, object.nullNode());
        }
    }

    private static <T> T readable(Supplier<T> read) {
        try {
            return read.get();
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "it is not an answer of an edge that explains itself: "
                            + String.valueOf(e.getOriginalMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse(""),
                    e);
        }
    }
}
