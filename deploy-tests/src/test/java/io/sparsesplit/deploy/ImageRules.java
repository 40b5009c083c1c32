package io.sparsesplit.deploy;

import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Containers and the images they run: made here, of this version, for this user, on these ports. */
final class ImageRules {

    private static final String VERSION = Repository.text(Repository.path("pom.xml"))
            .replaceAll("(?s).*?<artifactId>sparsesplit</artifactId>\\s*<version>([^<]+)</version>.*", "$1");

    private ImageRules() {}

    static Stream<String> findings(Manifests manifests) {
        return manifests.workloads().stream()
                .flatMap(workload ->
                        workload.allContainers().stream().flatMap(container -> findings(workload, container)));
    }

    private static Stream<String> findings(Workload workload, JsonNode container) {
        String subject = workload.subject(container);
        String name = container.path("image").asString("");
        return Stream.concat(
                Rule.unless(name.endsWith(":" + VERSION), subject + ": image must carry the version " + VERSION),
                Image.of(name)
                        .map(image -> findings(workload, container, image))
                        .orElseGet(() -> Stream.of(subject + ": no Dockerfile makes " + name)));
    }

    private static Stream<String> findings(Workload workload, JsonNode container, Image image) {
        JsonNode context = workload.pod().path("securityContext");
        String user = context.path("runAsUser").asString("") + ":"
                + context.path("runAsGroup").asString("");
        String expected = image.argument("USER").orElse("");
        return Stream.concat(
                Rule.unless(
                        user.equals(expected), workload.subject() + ": user and group must be the image's " + expected),
                container
                        .path("ports")
                        .valueStream()
                        .map(port -> port.path("containerPort").asString(""))
                        .filter(port -> !port.equals(image.argument("EXPOSE").orElse("")))
                        .map(port -> "%s: containerPort %s is not what the image exposes, %s"
                                .formatted(
                                        workload.subject(container),
                                        port,
                                        image.argument("EXPOSE").orElse("nothing"))));
    }
}
