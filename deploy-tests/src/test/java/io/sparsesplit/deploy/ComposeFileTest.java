package io.sparsesplit.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class ComposeFileTest {

    static List<ComposeService> services() {
        return ComposeService.all();
    }

    @Test
    void shipsTheWholeProduct() {
        assertThat(services().stream().map(ComposeService::name))
                .containsExactlyInAnyOrder("edge", "cloud", "prometheus", "grafana");
    }

    @Test
    void usesNoTopLevelKeyThatOneOfTheComposeVersionsRefuses() {
        assertThat(ComposeService.file().propertyNames())
                .containsExactlyInAnyOrder("x-hardened", "services", "volumes");
    }

    @ParameterizedTest
    @MethodSource("services")
    void publishesOnLoopbackOnly(ComposeService service) {
        assertThat(service.published())
                .isNotEmpty()
                .allSatisfy(port -> assertThat(port).matches("127\\.0\\.0\\.1:\\$\\{[A-Z]+_PORT:-(\\d+)}:\\1"));
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

    @Test
    void declaresExactlyTheVolumesItUses() {
        assertThat(ComposeService.file().path("volumes").propertyNames())
                .containsExactlyInAnyOrderElementsOf(services().stream()
                        .flatMap(ComposeService::namedVolumes)
                        .toList());
    }

    @Test
    void theEdgeStartsWithoutTheCloud() {
        assertThat(service("edge").content().has("depends_on")).isFalse();
    }

    @Test
    void theEdgeAsksTheCloudByNameAndPort() {
        ComposeService cloud = service("cloud");

        URI url = URI.create(service("edge")
                .content()
                .at("/environment/SPARSESPLIT_CLOUD_URL")
                .asString());

        assertThat(url).hasHost(cloud.name()).hasPort(Integer.parseInt(cloud.containerPort()));
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

    private static ComposeService service(String name) {
        return services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
