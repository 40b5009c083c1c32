package io.sparsesplit.deploy;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Environment variables and the settings that they are for. Spring Boot ignores a variable that is no setting: what is misspelt
 * would simply have no effect.
 */
final class SettingRules {

    private static final Pattern OURS = Pattern.compile("(SPARSESPLIT|SERVER|SPRING|MANAGEMENT|LOGGING)_.*");
    private static final Pattern SECRET = Pattern.compile(".*(KEY|SECRET|TOKEN|PASSWORD)");

    /** What a value must look like where the default does. */
    private static final List<Pattern> FORMS = List.of(
            Pattern.compile("true|false"),
            Pattern.compile("-?\\d+"),
            Pattern.compile("\\d+(ms|s|m|h|d)"),
            Pattern.compile("\\d+(B|KB|MB|GB|TB)"),
            Pattern.compile("https?://[A-Za-z0-9.-]+(:\\d+)?"));

    private SettingRules() {}

    static Stream<String> findings(Manifests manifests) {
        return manifests.workloads().stream()
                .flatMap(workload -> workload.allContainers().stream()
                        .flatMap(container -> container
                                .path("env")
                                .valueStream()
                                .flatMap(variable -> findings(manifests, container, variable))
                                .map(finding -> workload.subject(container) + ": " + finding)));
    }

    private static Stream<String> findings(Manifests manifests, JsonNode container, JsonNode variable) {
        String name = variable.path("name").asString("");
        if (!variable.has("value")) {
            return Rule.unless(variable.has("valueFrom"), name + " has no value");
        }
        if (!variable.path("value").isString()) {
            return Stream.of("environment values must be strings, that of " + name + " is none");
        }
        String value = variable.path("value").asString();
        return Stream.of(
                        Rule.unless(!SECRET.matcher(name).matches(), name + " must come from a Secret"),
                        setting(container, name, value),
                        Rule.unless(
                                !value.startsWith("http")
                                        || service(manifests, value).isPresent(),
                                value + " is no Service and port of ours"))
                .flatMap(findings -> findings);
    }

    private static Stream<String> setting(JsonNode container, String name, String value) {
        Optional<Settings> settings =
                Image.of(container.path("image").asString("")).flatMap(Image::settings);
        if (settings.isEmpty() || !OURS.matcher(name).matches()) {
            return Stream.empty();
        }
        Optional<JsonNode> usual = settings.get().byVariable(name);
        if (usual.isEmpty()) {
            return Stream.of(
                    "%s is no setting of %s".formatted(name, settings.get().file()));
        }
        return FORMS.stream()
                .filter(form -> form.matcher(usual.get().asString("")).matches())
                .filter(form -> !form.matcher(value).matches())
                .map(form -> "%s cannot be %s, where %s has %s"
                        .formatted(
                                name, value, settings.get().file(), usual.get().asString("")));
    }

    /** The Service that a URL asks, on the port that it names. */
    static Optional<JsonNode> service(Manifests manifests, String url) {
        URI uri = URI.create(url);
        return manifests
                .named("Service", String.valueOf(uri.getHost()))
                .filter(service -> !Rule.none(
                        service.at("/spec/ports"), port -> port.path("port").asInt(0) == uri.getPort()));
    }
}
