package io.sparsesplit.deploy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Disruption budgets: one for whatever serves, which neither blocks the draining of a node nor lets all pods go at once. */
final class DisruptionRules {

    private DisruptionRules() {}

    static Stream<String> findings(Manifests manifests) {
        return Stream.concat(
                manifests.ofKind("PodDisruptionBudget").flatMap(budget -> budget(manifests, budget)),
                manifests.workloads().stream()
                        .filter(Workload::serves)
                        .filter(workload -> manifests
                                        .ofKind("PodDisruptionBudget")
                                        .filter(budget ->
                                                Selector.matches(budget.at("/spec/selector"), workload.labels()))
                                        .count()
                                != 1)
                        .map(workload -> workload.subject() + ": there must be one PodDisruptionBudget for its pods"));
    }

    private static Stream<String> budget(Manifests manifests, JsonNode budget) {
        String subject = Manifests.subject(budget);
        List<Workload> selected = manifests.selected(budget.at("/spec/selector"));
        if (selected.size() != 1) {
            return Stream.of("%s: selector must find one workload, it finds %d".formatted(subject, selected.size()));
        }
        JsonNode available = budget.at("/spec/minAvailable");
        JsonNode unavailable = budget.at("/spec/maxUnavailable");
        if (available.isMissingNode() == unavailable.isMissingNode()) {
            return Stream.of(subject + ": there must be either minAvailable or maxUnavailable");
        }
        int pods = pods(manifests, selected.get(0));
        int evictable = available.isMissingNode() ? unavailable.asInt(0) : pods - available.asInt(pods);
        return Stream.concat(
                Rule.unless(
                        evictable >= 1,
                        "%s: with %d pods none could be evicted, and no node drained".formatted(subject, pods)),
                Rule.unless(
                        evictable < pods || pods == 1,
                        "%s: all %d pods could be evicted at once".formatted(subject, pods)));
    }

    /** As few as there may be. */
    private static int pods(Manifests manifests, Workload workload) {
        Optional<JsonNode> autoscaler = manifests
                .ofKind("HorizontalPodAutoscaler")
                .filter(one -> one.at("/spec/scaleTargetRef/name").asString("").equals(workload.name()))
                .findFirst();
        return autoscaler
                .map(one -> one.at("/spec/minReplicas").asInt(1))
                .orElse(workload.manifest().at("/spec/replicas").asInt(1));
    }
}
