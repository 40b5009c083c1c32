package io.sparsesplit.deploy;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What the API server would say of names, labels and words that the client's models take for any string. */
final class NameRules {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern PORT = Pattern.compile("[a-z]([-a-z0-9]{0,13}[a-z0-9])?");
    private static final Pattern LABEL = Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");
    private static final Set<String> LABELS = Set.of("labels", "matchLabels", "nodeSelector");

    /** Words that a field of this name may have, wherever it is. */
    private static final Map<String, Set<String>> WORDS = Map.ofEntries(
            Map.entry("accessModes", Set.of("ReadWriteOnce", "ReadWriteOncePod", "ReadOnlyMany", "ReadWriteMany")),
            Map.entry("completionMode", Set.of("Indexed", "NonIndexed")),
            Map.entry("effect", Set.of("NoSchedule", "NoExecute", "PreferNoSchedule")),
            Map.entry("fsGroupChangePolicy", Set.of("OnRootMismatch", "Always")),
            Map.entry("internalTrafficPolicy", Set.of("Cluster", "Local")),
            Map.entry("podManagementPolicy", Set.of("OrderedReady", "Parallel")),
            Map.entry("podReplacementPolicy", Set.of("Failed", "TerminatingOrFailed")),
            Map.entry("policyTypes", Set.of("Ingress", "Egress")),
            Map.entry("protocol", Set.of("TCP", "UDP", "SCTP")),
            Map.entry("restartPolicy", Set.of("Always", "OnFailure", "Never")),
            Map.entry("sessionAffinity", Set.of("None", "ClientIP")),
            Map.entry("whenDeleted", Set.of("Retain", "Delete")),
            Map.entry("whenScaled", Set.of("Retain", "Delete")),
            Map.entry("whenUnsatisfiable", Set.of("DoNotSchedule", "ScheduleAnyway")));

    private NameRules() {}

    static Stream<String> findings(Manifests manifests) {
        Set<String> subjects = new HashSet<>();
        return manifests.all().stream().flatMap(manifest -> {
            String subject = Manifests.subject(manifest);
            return Stream.of(
                            Rule.unless(subjects.add(subject), subject + ": is there twice"),
                            Rule.unless(
                                    NAME.matcher(Manifests.name(manifest)).matches(),
                                    subject + ": name must be of small letters, digits and hyphens"),
                            words("", manifest).map(finding -> subject + ": " + finding))
                    .flatMap(findings -> findings);
        });
    }

    private static Stream<String> words(String field, JsonNode node) {
        if (node.isObject()) {
            return Stream.concat(
                    LABELS.contains(field) ? labels(node) : Stream.empty(),
                    node.propertyStream().flatMap(child -> words(child.getKey(), child.getValue())));
        }
        if (node.isArray()) {
            return Stream.concat(
                    field.equals("ports") ? portNames(node) : Stream.empty(),
                    node.valueStream().flatMap(element -> words(field, element)));
        }
        Set<String> words = WORDS.get(field);
        return words == null
                ? Stream.empty()
                : Rule.unless(
                        words.contains(node.asString("")),
                        "%s must be one of %s, not %s"
                                .formatted(field, words.stream().sorted().toList(), node.asString("")));
    }

    private static Stream<String> labels(JsonNode labels) {
        return Stream.concat(
                Rule.unless(Rule.all(labels, JsonNode::isString), "label values must be strings"),
                labels.propertyStream()
                        .filter(label ->
                                !LABEL.matcher(label.getValue().asString("")).matches())
                        .map(label -> "label %s cannot be '%s'"
                                .formatted(label.getKey(), label.getValue().asString(""))));
    }

    private static Stream<String> portNames(JsonNode ports) {
        return ports.valueStream()
                .filter(port -> port.has("name"))
                .map(port -> port.path("name").asString(""))
                .filter(name -> !PORT.matcher(name).matches())
                .map(name -> "a port cannot be called '%s'".formatted(name));
    }
}
