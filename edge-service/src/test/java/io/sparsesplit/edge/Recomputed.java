package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.decision.DecisionCheck;
import io.sparsesplit.model.decision.Explained;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Decides again from an answer's JSON alone. */
final class Recomputed {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private Recomputed() {}

    static void assertAgrees(JsonNode answer) {
        assertThat(DecisionCheck.disagreement(JSON.treeToValue(withAllMembers(answer), Explained.class)))
                .as(answer.toString())
                .isEmpty();
    }

    private static JsonNode withAllMembers(JsonNode answer) {
        ObjectNode all = (ObjectNode) answer.deepCopy();
        all.putIfAbsent("noneOfThese", all.nullNode());
        ((ObjectNode) all.path("decision")).putIfAbsent("outOfDistribution", all.nullNode());
        return all;
    }
}
