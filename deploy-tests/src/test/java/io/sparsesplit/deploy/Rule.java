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
}
