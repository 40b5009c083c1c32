package io.sparsesplit.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Prometheus itself says of its configuration and rules, where it is installed. */
class PromtoolTest {

    private static final Path RULES = Repository.path("observability/rules");

    private record Said(int status, String text) {}

    @BeforeEach
    void needsPromtool() {
        assumeTrue(Executables.has("promtool"), "promtool is not on the PATH: install Prometheus to check its rules.");
    }

    @Test
    void takesTheConfiguration() throws Exception {
        assertThat(promtool("check", "config", "--syntax-only", "../prometheus.yml"))
                .satisfies(said -> assertThat(said.status()).as(said.text()).isZero());
    }

    @Test
    void takesTheRules() throws Exception {
        Said said = promtool(with(List.of("check", "rules"), files(RULES)));

        assertThat(said.status()).as(said.text()).isZero();
        assertThat(said.text())
                .contains("SUCCESS: " + AlertRule.recordings().size() + " rules found")
                .doesNotContain("FAILED");
    }

    @Test
    void everyAlertFiresWhenItIsToAndOnlyThen() throws Exception {
        Said said = promtool(with(List.of("test", "rules"), files(RULES.resolve("tests"))));

        assertThat(said.status()).as(said.text()).isZero();
        assertThat(said.text()).contains("SUCCESS").doesNotContain("FAILED");
    }

    /** The proof that the cases can fail: with every bound moved out of reach nothing fires, with none left everything does. */
    @ParameterizedTest
    @ValueSource(strings = {"> 1e12", "> -1e12"})
    void theCasesSeeEveryBound(String bound, @TempDir Path folder) throws Exception {
        copy(RULES, folder);
        copy(RULES.resolve("tests"), folder.resolve("tests"));
        for (AlertRule alert : AlertRule.alerts()) {
            Path file = folder.resolve(alert.file());
            String expression = alert.content().path("expr").asString();
            assertThat(file).content().contains(indented(expression));
            Files.writeString(
                    file,
                    Repository.text(file)
                            .replace(indented(expression), indented(AlertRule.withBounds(expression, bound))));
        }

        Said said = promtool(with(List.of("test", "rules"), files(folder.resolve("tests"))));

        assertThat(AlertRule.alerts())
                .allSatisfy(alert -> assertThat(said.text()).contains("alertname: " + alert.name() + ","));
    }

    private static String indented(String expression) {
        return expression.indent(10);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (Path file : files(from)) {
            Files.writeString(to.resolve(file.getFileName()), Repository.text(file));
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String[] with(List<String> command, List<Path> files) {
        List<String> all = new ArrayList<>(command);
        files.forEach(file -> all.add(file.toString()));
        return all.toArray(String[]::new);
    }

    private static Said promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(RULES.toFile())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }
}
