package io.sparsesplit.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class ComposeFileTest {

    static List<ComposeService> services() {
        return ComposeService.all();
    }

    static Stream<ComposeService> ours() {
        return services().stream().filter(ComposeService::isOurs);
    }

    static Stream<ComposeService> edges() {
        return services().stream().filter(service -> service.name().startsWith("edge-"));
    }

    @Test
    void shipsTheWholeProduct() {
        assertThat(services().stream().map(ComposeService::name))
                .containsExactlyInAnyOrder("edge-1", "edge-2", "cloud", "prometheus", "grafana");
    }

    @Test
    void usesNoTopLevelKeyThatOneOfTheComposeVersionsRefuses() {
        assertThat(ComposeService.file().propertyNames())
                .containsExactlyInAnyOrder("x-hardened", "x-edge", "services", "volumes");
    }

    @Test
    void theEdgesDifferOnlyInWhatTheyPublishAndKeep() {
        assertThat(propertiesWithout(service("edge-2"), "ports", "volumes"))
                .isEqualTo(propertiesWithout(service("edge-1"), "ports", "volumes", "build"));
    }

    /** Newer versions of compose build at the same time, and the second to finish an image of the same name fails. */
    @Test
    void buildsEachImageOnceAndPullsNoneOfThem() {
        List<ComposeService> ours =
                services().stream().filter(ComposeService::isOurs).toList();

        assertThat(ours.stream().filter(ComposeService::isBuilt).map(ComposeService::image))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        ours.stream().map(ComposeService::image).distinct().toList());
        assertThat(ours.stream().filter(service -> !service.isBuilt()))
                .allSatisfy(service -> assertThat(
                                service.content().path("pull_policy").asString())
                        .isEqualTo("never"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void publishesOnLoopbackOnly(ComposeService service) {
        assertThat(service.published())
                .isNotEmpty()
                .allSatisfy(port -> assertThat(port).matches("127\\.0\\.0\\.1:\\$\\{[A-Z0-9_]+_PORT:-\\d+}:\\d+"));
    }

    @Test
    void publishesNoPortTwice() {
        assertThat(services().stream()
                        .flatMap(service -> service.published().stream())
                        .flatMap(port ->
                                Stream.of(port.replaceAll(".*\\{(.*):-.*", "$1"), port.replaceAll(".*:-|}.*", ""))))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("services")
    void isHardenedAndBounded(ComposeService service) {
        JsonNode content = service.content();
        assertThat(content.path("read_only").asBoolean(false)).isTrue();
        assertThat(content.path("cap_drop")).hasToString("[\"ALL\"]");
        assertThat(content.path("security_opt")).hasToString("[\"no-new-privileges:true\"]");
        assertThat(content.path("mem_limit").asString("")).matches("\\d+m");
        assertThat(content.path("tmpfs").toString()).contains("/tmp:size=");
        assertThat(content.path("cpus").asDouble(0)).isPositive();
        assertThat(content.path("pids_limit").asInt(0)).isPositive();
        assertThat(content.at("/logging/options/max-size").asString("")).matches("\\d+m");
        assertThat(content.at("/logging/options/max-file").asString("")).matches("\\d");
    }

    @ParameterizedTest
    @MethodSource("services")
    void mountsFilesThatExistReadOnly(ComposeService service) {
        assertThat(service.bindMounts()).allSatisfy(mount -> {
            String[] parts = mount.split(":", 3);
            assertThat(Repository.path(parts[0])).exists();
            assertThat(parts).as(mount).hasSize(3).endsWith("ro");
        });
    }

    /** Which also says that none is shared. */
    @Test
    void declaresExactlyTheVolumesItUses() {
        assertThat(ComposeService.file().path("volumes").propertyNames())
                .containsExactlyInAnyOrderElementsOf(services().stream()
                        .flatMap(ComposeService::namedVolumes)
                        .map(volume -> volume.replaceAll(":.*", ""))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("edges")
    void theEdgeKeepsItsOutboxAndItsModelsInVolumesThatItsUserOwns(ComposeService edge) {
        Dockerfile.Stage image = Dockerfile.read().stage("service");
        JsonNode settings = Repository.yaml(Repository.path("edge-service/src/main/resources/edge.yml"));

        assertThat(edge.namedVolumes())
                .containsExactly(edge.name() + "-outbox:/app/data", edge.name() + "-models:/app/models");
        assertThat(image.arguments("WORKDIR")).containsExactly("/app");
        assertThat(settings.at("/sparsesplit/outbox/path").asString()).startsWith("data/");
        assertThat(image.arguments("RUN")).containsExactly("mkdir data && chown 10001:10001 data");
        assertThat(settings.at("/sparsesplit/model/repository").asString()).isEqualTo("models");
        assertThat(image.arguments("COPY")).containsExactly("--chown=10001:10001 models/ models/");
    }

    @ParameterizedTest
    @MethodSource("edges")
    void theEdgeStartsWithoutTheCloud(ComposeService edge) {
        assertThat(edge.content().has("depends_on")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("edges")
    void theEdgeAsksTheCloudByNameAndPort(ComposeService edge) {
        ComposeService cloud = service("cloud");

        URI url = URI.create(edge.environment().getOrDefault("SPARSESPLIT_CLOUD_URL", ""));

        assertThat(url).hasHost(cloud.name()).hasPort(Integer.parseInt(cloud.containerPort()));
    }

    @ParameterizedTest
    @MethodSource("ours")
    void setsOnlyWhatTheServiceKnows(ComposeService service) {
        String kind = service.name().replaceAll("-\\d$", "");
        JsonNode settings =
                Repository.yaml(Repository.path("%1$s-service/src/main/resources/%1$s.yml".formatted(kind)));

        assertThat(variables("", settings)).containsAll(service.environment().keySet());
    }

    @Test
    void waitingIsForHealthNotForStart() {
        assertThat(services())
                .allSatisfy(service -> service.content()
                        .path("depends_on")
                        .propertyStream()
                        .forEach(dependency -> {
                            assertThat(dependency.getValue()).hasToString("{\"condition\":\"service_healthy\"}");
                            assertThat(service(dependency.getKey()).content().has("healthcheck"))
                                    .isTrue();
                        }));
    }

    /** The environment variables that set what is in a tree of settings. */
    private static Stream<String> variables(String prefix, JsonNode settings) {
        return settings.isObject()
                ? settings.propertyStream()
                        .flatMap(setting -> variables(
                                (prefix.isEmpty() ? "" : prefix + "_")
                                        + setting.getKey()
                                                .replace('.', '_')
                                                .replace("-", "")
                                                .toUpperCase(Locale.ROOT),
                                setting.getValue()))
                : Stream.of(prefix);
    }

    private static Map<String, JsonNode> propertiesWithout(ComposeService service, String... names) {
        return service.content()
                .propertyStream()
                .filter(property -> !List.of(names).contains(property.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static ComposeService service(String name) {
        return services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
