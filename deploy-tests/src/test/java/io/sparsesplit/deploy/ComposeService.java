package io.sparsesplit.deploy;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One service of the compose file. */
record ComposeService(String name, JsonNode content) {

    static JsonNode file() {
        return Repository.yaml(Repository.path("docker-compose.yml"));
    }

    static List<ComposeService> all() {
        return file().path("services")
                .propertyStream()
                .map(service -> new ComposeService(service.getKey(), service.getValue()))
                .toList();
    }

    /** Whether its image is built here rather than pulled. */
    boolean isOurs() {
        return content.has("build");
    }

    String image() {
        return content.path("image").asString("");
    }

    String dockerfile() {
        return content.at("/build/dockerfile").asString("");
    }

    List<String> published() {
        return strings("ports").toList();
    }

    /** The port after the last colon of the first published one. */
    String containerPort() {
        String port = published().get(0);
        return port.substring(port.lastIndexOf(':') + 1);
    }

    /** Volumes as {@code SOURCE:TARGET[:MODE]}: files and folders of this repository start with a dot. */
    Stream<String> bindMounts() {
        return strings("volumes").filter(volume -> volume.startsWith("."));
    }

    Stream<String> namedVolumes() {
        return strings("volumes")
                .filter(volume -> !volume.startsWith("."))
                .map(volume -> volume.substring(0, volume.indexOf(':')));
    }

    private Stream<String> strings(String field) {
        return content.path(field).valueStream().map(JsonNode::asString);
    }
}
