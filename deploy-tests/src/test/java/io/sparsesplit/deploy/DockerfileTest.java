package io.sparsesplit.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DockerfileTest {

    static Stream<ComposeService> ours() {
        return ComposeService.all().stream().filter(ComposeService::isOurs);
    }

    @ParameterizedTest
    @MethodSource("ours")
    void exposesThePortThatComposePublishes(ComposeService service) {
        assertThat(dockerfile(service).arguments("EXPOSE")).containsExactly(service.containerPort());
    }

    @ParameterizedTest
    @MethodSource("ours")
    void runsAsANumberedUserThatIsNotRoot(ComposeService service) {
        assertThat(dockerfile(service).arguments("USER")).containsExactly("10001:10001");
    }

    @ParameterizedTest
    @MethodSource("ours")
    void asksItsOwnReadinessForItsHealth(ComposeService service) {
        assertThat(dockerfile(service).arguments("HEALTHCHECK"))
                .singleElement()
                .asString()
                .contains("\"wget\"", "http://127.0.0.1:" + service.containerPort() + "/actuator/health/readiness");
    }

    @ParameterizedTest
    @MethodSource("ours")
    void buildsOnABaseThatCanBeChosen(ComposeService service) {
        Dockerfile dockerfile = dockerfile(service);
        assertThat(dockerfile.arguments("ARG")).containsExactly("JRE_IMAGE=eclipse-temurin:17-jre");
        assertThat(dockerfile.arguments("FROM")).containsExactly("${JRE_IMAGE} AS layers", "${JRE_IMAGE}");
    }

    @ParameterizedTest
    @MethodSource("ours")
    void copiesTheBuiltJarAndTheModels(ComposeService service) {
        String module = service.name() + "-service";
        assertThat(service.dockerfile()).isEqualTo(module + "/Dockerfile");
        assertThat(dockerfile(service).contextSources())
                .containsExactly(module + "/target/" + module + "-exec.jar", "models/");
    }

    @ParameterizedTest
    @MethodSource("ours")
    void theBuildContextHoldsWhatIsCopiedAndNoMore(ComposeService service) {
        List<String> ignore =
                Repository.text(Repository.path(".dockerignore")).lines().toList();
        assertThat(ignore).contains("*");
        assertThat(dockerfile(service).contextSources())
                .allSatisfy(source -> assertThat(ignore).contains("!" + source.replaceAll("/$", "")));
    }

    private static Dockerfile dockerfile(ComposeService service) {
        return Dockerfile.read(service.dockerfile());
    }
}
