package io.sparsesplit.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DockerfileTest {

    private static final Dockerfile DOCKERFILE = Dockerfile.read();

    static List<ComposeService> built() {
        return ComposeService.all().stream().filter(ComposeService::isBuilt).toList();
    }

    @Test
    void buildsOnABaseThatCanBeChosen() {
        assertThat(DOCKERFILE.stage("").arguments("ARG")).containsExactly("JRE_IMAGE=eclipse-temurin:17-jre");
        assertThat(DOCKERFILE.pulled()).containsExactly("${JRE_IMAGE}");
    }

    @Test
    void theBuildContextHoldsWhatIsCopiedAndNoMore() {
        List<String> sent = Repository.text(Repository.path(".dockerignore"))
                .lines()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();

        assertThat(Repository.text(Repository.path(".dockerignore")).lines()).contains("*");
        assertThat(DOCKERFILE.contextSources().map(source -> source.replaceAll("^(docker)?/.*|/$", "$1")))
                .containsExactlyInAnyOrderElementsOf(sent);
    }

    @ParameterizedTest
    @MethodSource("built")
    void exposesThePortThatComposePublishes(ComposeService service) {
        assertThat(target(service).arguments("EXPOSE")).containsExactly(service.containerPort());
    }

    @ParameterizedTest
    @MethodSource("built")
    void runsAsANumberedUserThatIsNotRoot(ComposeService service) {
        assertThat(target(service).arguments("USER")).containsExactly("10001:10001");
    }

    @ParameterizedTest
    @MethodSource("built")
    void asksItsOwnReadinessForItsHealth(ComposeService service) {
        assertThat(target(service).arguments("HEALTHCHECK"))
                .singleElement()
                .asString()
                .contains("\"wget\"", "http://127.0.0.1:" + service.containerPort() + "/actuator/health/readiness");
    }

    @ParameterizedTest
    @MethodSource("built")
    void copiesWhatChangesLeastFirst(ComposeService service) {
        String name = service.buildTarget();
        assertThat(target(service).base()).isEqualTo("service");
        assertThat(target(service).arguments("COPY"))
                .hasSize(3)
                .satisfiesExactly(
                        copy -> assertThat(copy).startsWith("--from=layers /build/" + name + "/dependencies/ "),
                        copy -> assertThat(copy).startsWith("--from=layers /build/" + name + "/application/ "),
                        copy -> assertThat(copy)
                                .startsWith("--from=trained ")
                                .endsWith(" /app/" + name + "/start-up.* " + name + "/"));
    }

    /** An archive fits only the very files and paths that it was made with. */
    @ParameterizedTest
    @MethodSource("built")
    void isTrainedWithTheFilesThatItRunsWith(ComposeService service) {
        String name = service.buildTarget();
        assertThat(DOCKERFILE.stage("trained").base()).isEqualTo(target(service).base());
        assertThat(DOCKERFILE.stage("trained").arguments("COPY"))
                .contains("--from=layers /build/%1$s/dependencies/ /build/%1$s/application/ %1$s/".formatted(name));
        assertThat(target(service).arguments("ENTRYPOINT"))
                .containsExactly(
                        "[\"java\", \"@%1$s/start-up.options\", \"-jar\", \"%1$s/%1$s-service.jar\"]".formatted(name));
    }

    /** What the JVM reserves for heap and code has to leave room for classes, stacks and buffers. */
    @ParameterizedTest
    @MethodSource("built")
    void fitsIntoTheMemoryThatComposeGives(ComposeService service) {
        String options = String.join(" ", DOCKERFILE.stage("service").arguments("ENV"));

        int reserved = megabytes(options, "-Xmx") + megabytes(options, "-XX:ReservedCodeCacheSize=");

        assertThat(reserved).isLessThanOrEqualTo(service.memoryMegabytes() * 2 / 3);
    }

    private static int megabytes(String options, String option) {
        return Integer.parseInt(options.replaceAll("(?s).*" + option + "(\\d+)m.*", "$1"));
    }

    private static Dockerfile.Stage target(ComposeService service) {
        return DOCKERFILE.stage(service.buildTarget());
    }
}
