package io.sparsesplit.deploy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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

    /** Whether it runs an image of this repository. */
    boolean isOurs() {
        return image().startsWith("sparsesplit/");
    }

    /** Whether it is the one that its image is built for. */
    boolean isBuilt() {
        return content.has("build");
    }

    String image() {
        return content.path("image").asString("");
    }

    String buildTarget() {
        return content.at("/build/target").asString("");
    }

    int memoryMegabytes() {
        return Integer.parseInt(content.path("mem_limit").asString("").replaceAll("m$", ""));
    }

    Map<String, String> environment() {
        return content.path("environment")
                .propertyStream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, variable -> variable.getValue().asString()));
    }

    List<String> published() {
        return strings("ports").toList();
    }

    /** The port after the last colon of the first published one. */
    String containerPort() {
        String port = published().get(0);
        return port.substring(port.lastIndexOf(':') + 1);
    }

    /**
     * Volumes as {@code SOURCE:TARGET[:MODE]}, variables as their defaults: files and folders of this repository start
     * with a dot.
     */
    Stream<String> bindMounts() {
        return volumes().filter(volume -> volume.startsWith("."));
    }

    /** Volumes of the engine, as {@code NAME:TARGET}. */
    Stream<String> namedVolumes() {
        return volumes().filter(volume -> !volume.startsWith("."));
    }

    private Stream<String> volumes() {
        return strings("volumes").map(volume -> volume.replaceAll("\\$\\{[A-Z]+:-([^}]*)}", "$1"));
    }

    private Stream<String> strings(String field) {
        return content.path(field).valueStream().map(JsonNode::asString);
    }
}
