package io.sparsesplit.deploy;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All in one namespace that keeps the restricted pod security standard, or all where the caller says. */
final class NamespaceRules {

    private static final String ENFORCE = "pod-security.kubernetes.io/enforce";

    private NamespaceRules() {}

    static Stream<String> findings(Manifests manifests) {
        Set<String> namespaces =
                manifests.ofKind("Namespace").map(Manifests::name).collect(Collectors.toSet());
        Stream<String> places = manifests.all().stream()
                .filter(manifest -> !Manifests.isOf("Namespace", manifest))
                .flatMap(manifest -> {
                    String namespace = manifest.at("/metadata/namespace").asString("");
                    return namespaces.isEmpty()
                            ? Rule.unless(
                                    namespace.isEmpty(),
                                    Manifests.subject(manifest) + ": namespace is the caller's to choose")
                            : Rule.unless(
                                    namespaces.contains(namespace),
                                    Manifests.subject(manifest) + ": namespace must be one of " + namespaces);
                });
        Stream<String> standards = manifests
                .ofKind("Namespace")
                .filter(namespace -> !namespace
                        .path("metadata")
                        .path("labels")
                        .path(ENFORCE)
                        .asString("")
                        .equals("restricted"))
                .map(namespace -> Manifests.subject(namespace) + ": " + ENFORCE + " must be restricted");
        return Stream.concat(places, standards);
    }
}
