package io.sparsesplit.deploy;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What a part of a manifest must be, as a sentence and as a predicate. */
record Rule(String demand, Predicate<JsonNode> holds) {

    static Stream<String> findings(String subject, JsonNode part, List<Rule> rules) {
        return rules.stream().filter(rule -> !rule.holds.test(part)).map(rule -> subject + ": " + rule.demand);
    }

    static boolean isTrue(JsonNode node) {
        return node.isBoolean() && node.booleanValue();
    }

    static boolean isFalse(JsonNode node) {
        return node.isBoolean() && !node.booleanValue();
    }

    static boolean all(JsonNode nodes, Predicate<JsonNode> predicate) {
        return nodes.valueStream().allMatch(predicate);
    }

    static boolean none(JsonNode nodes, Predicate<JsonNode> predicate) {
        return nodes.valueStream().noneMatch(predicate);
    }

    /** A finding, when there is reason for one. */
    static Stream<String> unless(boolean holds, String finding) {
        return holds ? Stream.empty() : Stream.of(finding);
    }
}
