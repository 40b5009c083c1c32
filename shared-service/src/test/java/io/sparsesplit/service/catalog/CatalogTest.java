package io.sparsesplit.service.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sparsesplit.model.artifact.ArtifactException;
import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.artifact.ModelPart;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.codec.Features;
import io.sparsesplit.service.SmallModel;
import io.sparsesplit.service.catalog.VersionState.State;
import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import io.sparsesplit.service.settings.ModelProperties;
import io.sparsesplit.service.settings.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class CatalogTest {

    @TempDir
    private Path root;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void specificHoldsWhatIsListedTheFirstAsDefault() {
        publish("1.0.0", "1.1.0", "1.2.0");

        Catalog<CloudModel> catalog = catalog("specific", "1.1.0", "1.0.0");

        assertThat(held(catalog)).containsExactly("1.1.0", "1.0.0");
        assertThat(states(catalog)).containsExactly("1.1.0 held", "1.0.0 held", "1.2.0 available");
    }

    @Test
    void specificWithoutAListHoldsTheOneVersion() {
        publish("3.1.0", "3.2.0");

        assertThat(held(catalog("specific"))).containsExactly("3.1.0");
    }

    @Test
    void latestHoldsTheNewestAndFollowsIt() {
        publish("1.2.0", "1.10.0");
        Catalog<CloudModel> catalog = catalog("latest");
        assertThat(held(catalog)).containsExactly("1.10.0");

        publish("2.0.0", "1.9.0");
        catalog.look();

        assertThat(held(catalog)).containsExactly("2.0.0");
    }

    @Test
    void latestTwoKeepsTheOneBefore() {
        publish("1.0.0", "1.1.0");
        Catalog<CloudModel> catalog = catalog("latest-2");
        CloudModel before = catalog.loaded().defaultVersion();

        publish("1.2.0");
        catalog.look();

        assertThat(held(catalog)).containsExactly("1.2.0", "1.1.0");
        assertThat(catalog.loaded().find(null, "1.1.0"))
                .as("is not loaded again")
                .containsSame(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a flipped bit | tail.safetensors is damaged or of another model: its SHA-256 is not the manifest's.",
                "a flipped bit in the other part | head.safetensors is damaged or of another model: its SHA-256 is not the manifest's.",
                "a truncated tensor file | bytes, but its manifest says ",
                "a tail of another model | tail.safetensors is damaged or of another model",
                "a manifest of another version | the folder of small 1.1.0 holds small 3.1.0.",
                "a newer format | has format version 99, which is too new: this program reads version ",
                "no manifest | model.json cannot be read: NoSuchFileException.",
                "half a manifest | model.json is not a manifest: "
            })
    void aDamagedVersionIsRefusedAndTheOldOneGoesOn(String damage, String sentence, CapturedOutput output)
            throws IOException {
        publish("1.0.0");
        Catalog<CloudModel> catalog = catalog("latest");
        CloudModel before = catalog.loaded().defaultVersion();
        publish("1.1.0");
        damage(damage, root.resolve("small/1.1.0"));

        for (int i = 0; i < 5; i++) {
            catalog.look();
        }

        assertThat(catalog.loaded().all()).containsExactly(before);
        VersionState refused = catalog.states().get(1);
        assertThat(refused.state()).isEqualTo(State.REFUSED);
        assertThat(refused.problem()).contains(sentence).doesNotContain(root.toString());
        assertThat(output.getOut().lines().filter(line -> line.contains("small 1.1.0 is not loaded: ")))
                .as("one line, not one at each look")
                .hasSize(1);
        assertThat(loads("refused")).isEqualTo(1);
        assertThatThrownBy(() -> catalog.load("small", "1.1.0", null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("small 1.1.0 is not loaded: ")
                .hasMessageContaining(sentence);
        assertThat(catalog.loaded().all()).containsExactly(before);
    }

    @Test
    void aVersionThatIsCopiedSlowlyIsLoadedOnceItIsCompleteAndNoLineIsWasted(CapturedOutput output) throws IOException {
        publish("1.0.0");
        Catalog<CloudModel> catalog = catalog("latest");
        Path arriving = publishElsewhere("1.1.0");
        Path folder = Files.createDirectories(root.resolve("small/1.1.0"));
        catalog.look();

        for (String name : List.of("model.json", "head.safetensors", "tail.safetensors")) {
            byte[] bytes = Files.readAllBytes(arriving.resolve(name));
            for (int from = 0; from < bytes.length; from += bytes.length / 3 + 1) {
                Files.write(
                        folder.resolve(name),
                        Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + bytes.length / 3 + 1)),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
                boolean complete = name.equals("tail.safetensors") && Files.size(folder.resolve(name)) == bytes.length;
                catalog.look();
                assertThat(held(catalog)).containsExactly(complete ? "1.1.0" : "1.0.0");
            }
        }

        assertThat(output).doesNotContain("is not loaded");
        assertThat(loads("success")).isEqualTo(2);
        assertThat(loads("refused")).isZero();
    }

    @Test
    void aRefusedVersionIsLoadedAfterItWasRepaired() throws IOException {
        publish("1.0.0");
        Catalog<CloudModel> catalog = catalog("latest");
        Path good = publishElsewhere("1.1.0");
        publish("1.1.0");
        Path tail = root.resolve("small/1.1.0/tail.safetensors");
        damage("a flipped bit", root.resolve("small/1.1.0"));
        catalog.look();
        catalog.look();

        Files.write(tail, Files.readAllBytes(good.resolve("tail.safetensors")));
        Files.setLastModifiedTime(tail, FileTime.from(Instant.now().plusSeconds(1)));
        catalog.look();

        assertThat(states(catalog)).containsExactly("1.1.0 held", "1.0.0 available");
    }

    @Test
    void aVersionThatIsGoneIsUnloadedAndThePolicyPicksTheNext() throws IOException {
        publish("1.0.0", "1.1.0");
        Catalog<CloudModel> catalog = catalog("latest");

        delete("1.1.0");
        catalog.look();
        assertThat(held(catalog)).as("it may just be being exchanged").containsExactly("1.1.0");
        catalog.look();

        assertThat(states(catalog)).containsExactly("1.0.0 held");
    }

    @Test
    void theLastVersionIsHeldEvenWhenItsFolderIsGone() throws IOException {
        publish("1.0.0", "1.1.0");
        Catalog<CloudModel> catalog = catalog("latest");
        delete("1.1.0");
        damage("no manifest", root.resolve("small/1.0.0"));

        for (int i = 0; i < 4; i++) {
            catalog.look();
        }

        assertThat(held(catalog)).containsExactly("1.1.0");
        assertThat(catalog.states().get(0).problem()).startsWith("Its folder is gone from the repository");
    }

    @Test
    void aRepositoryThatIsGoneAltogetherChangesNothing() throws IOException {
        publish("1.0.0", "1.1.0");
        Catalog<CloudModel> catalog = catalog("latest-2");
        delete("1.0.0");
        delete("1.1.0");

        for (int i = 0; i < 4; i++) {
            catalog.look();
        }

        assertThat(held(catalog)).containsExactly("1.1.0", "1.0.0");
    }

    @Test
    void whatIsLoadedByHandStaysWhateverThePolicy() {
        publish("1.0.0", "1.1.0");
        Catalog<CloudModel> catalog = catalog("latest");

        catalog.load("small", "1.0.0", null);
        publish("1.2.0");
        catalog.look();

        assertThat(held(catalog)).containsExactly("1.2.0", "1.0.0");
        catalog.followPolicy();
        assertThat(held(catalog)).containsExactly("1.2.0");
    }

    @Test
    void whatIsUnloadedByHandStaysAway() {
        publish("1.0.0", "1.1.0");
        Catalog<CloudModel> catalog = catalog("latest");

        catalog.unload("small", "1.1.0");
        catalog.look();

        assertThat(states(catalog)).containsExactly("1.0.0 held", "1.1.0 available");
        catalog.followPolicy();
        assertThat(held(catalog)).containsExactly("1.1.0");
    }

    @Test
    void theDefaultThatWasChosenStaysWhenANewVersionComes() {
        publish("1.0.0", "1.1.0");
        Catalog<CloudModel> catalog = catalog("latest-2");

        catalog.makeDefault("small", "1.0.0");
        publish("1.2.0");
        catalog.look();

        assertThat(held(catalog)).containsExactlyInAnyOrder("1.0.0", "1.2.0", "1.1.0");
        assertThat(catalog.loaded().defaultVersion().manifest().version()).isEqualTo("1.0.0");
        assertThat(catalog.states().get(0).isDefault()).isTrue();
        catalog.unload("small", "1.0.0");
        assertThat(catalog.loaded().defaultVersion().manifest().version()).isEqualTo("1.2.0");
    }

    @Test
    void theLastVersionIsNotUnloaded() throws IOException {
        publish("1.0.0", "1.1.0");
        Catalog<CloudModel> catalog = catalog("latest");
        damage("a flipped bit", root.resolve("small/1.0.0"));

        assertRefused(
                () -> catalog.unload("small", "1.1.0"),
                Problem.VERSIONS_CONFLICT,
                "small 1.1.0 is the last version that can be used, and a service without one cannot answer: load another"
                        + " first.");
        catalog.look();
        assertThat(held(catalog)).containsExactly("1.1.0");
    }

    @Test
    void noMoreAreHeldThanAllowed() {
        publish("1.0.0", "1.1.0", "1.2.0", "1.3.0");
        Catalog<CloudModel> catalog = catalog("latest-2");
        catalog.load("small", "1.0.0", null);

        assertRefused(
                () -> catalog.load("small", "1.1.0", null),
                Problem.VERSIONS_CONFLICT,
                "3 versions are held, as many as sparsesplit.model.max-held allows: unload one first.");
    }

    @Test
    void aVersionThatIsNowhereIsNotLoaded() {
        publish("1.0.0");
        Catalog<CloudModel> catalog = catalog("latest");

        assertRefused(
                () -> catalog.load("small", "1.7.0", null),
                Problem.UNKNOWN_MODEL,
                "There is no small 1.7.0 in the repository: copy it there first. It has small 1.0.0.");
        assertRefused(
                () -> catalog.unload("small", "1.7.0"),
                Problem.UNKNOWN_MODEL,
                "small 1.7.0 is not held: load it first. Held are small 1.0.0.");
        assertRefused(
                () -> catalog.makeDefault("other", "1.0.0"),
                Problem.UNKNOWN_MODEL,
                "other 1.0.0 is not held: load it first. Held are small 1.0.0.");
    }

    @Test
    void anotherFingerprintThanExpectedIsRefused() {
        publish("1.0.0", "1.1.0");
        Catalog<CloudModel> catalog = catalog("specific", "1.0.0");
        String expected = "ab".repeat(32);

        assertRefused(
                () -> catalog.load("small", "1.1.0", expected),
                Problem.VERSIONS_CONFLICT,
                "not %s: published versions never change, publish a new version.".formatted(expected));
        assertThat(held(catalog)).containsExactly("1.0.0");
    }

    @Test
    void aStateIsSinceItBegan() {
        publish("1.0.0", "1.1.0");
        Catalog<CloudModel> catalog = catalog("latest");
        List<VersionState> before = catalog.states();

        publish("1.2.0");
        catalog.look();

        List<VersionState> after = catalog.states();
        assertThat(after.get(2)).as("1.0.0 is available as before").isEqualTo(before.get(1));
        assertThat(after.get(0).since())
                .as("1.2.0 is held later")
                .isAfter(before.get(0).since());
    }

    @Test
    void theStartIsRefusedWithoutAVersionThatCanBeUsed() throws IOException {
        Files.createDirectories(root.resolve("small"));
        assertThatThrownBy(() -> catalog("latest"))
                .isInstanceOf(ArtifactException.class)
                .hasMessage("there is no version of model small in " + root);

        publish("1.0.0");
        damage("a flipped bit", root.resolve("small/1.0.0"));
        assertThatThrownBy(() -> catalog("latest"))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("tail.safetensors is damaged");
    }

    @Test
    void theStartDoesWithWhatCanBeUsedAndSaysWhatCannot(CapturedOutput output) throws IOException {
        publish("1.0.0", "1.1.0");
        damage("a flipped bit", root.resolve("small/1.1.0"));

        assertThat(states(catalog("latest"))).containsExactly("1.0.0 held", "1.1.0 refused");
        assertThat(output).containsOnlyOnce("small 1.1.0 is not loaded: small/1.1.0/tail.safetensors is damaged");
    }

    @Test
    void aPolicyThatWantsMoreThanMayBeHeldIsRefused() {
        publish("1.0.0");

        assertThatThrownBy(() -> catalog("latest-4"))
                .isInstanceOf(SettingException.class)
                .hasMessage(
                        "The policy of sparsesplit.model wants 4 versions held, but sparsesplit.model.max-held is 3.");
    }

    @Test
    void aModelThatCannotRunIsNotHeld() {
        publish("1.0.0");
        Catalog<CloudModel> catalog = catalog("latest");
        Catalog<CloudModel> failing = new Catalog<>(
                new ModelRepository(root),
                settings("latest"),
                new Tails(new ModelRepository(root)) {
                    @Override
                    public void run(CloudModel model) {
                        if (!model.manifest().version().equals("1.0.0")) {
                            throw new IllegalStateException("out of luck");
                        }
                        super.run(model);
                    }
                },
                registry);
        publish("1.1.0");

        catalog.look();
        failing.look();
        failing.look();

        assertThat(held(catalog)).containsExactly("1.1.0");
        assertThat(held(failing)).containsExactly("1.0.0");
        assertThat(failing.states().get(1).problem())
                .isEqualTo("small 1.1.0 cannot be run here: java.lang.IllegalStateException: out of luck.");
        assertThat(loads("failed")).isEqualTo(1);
    }

    private static void assertRefused(Runnable change, Problem problem, String sentence) {
        assertThatThrownBy(change::run)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem))
                .hasMessageEndingWith(sentence);
    }

    private Catalog<CloudModel> catalog(String policy, String... versions) {
        ModelRepository repository = new ModelRepository(root);
        return new Catalog<>(repository, settings(policy, versions), new Tails(repository), registry);
    }

    private ModelProperties settings(String policy, String... versions) {
        return new ModelProperties(root, SmallModel.NAME, policy, "3.1.0", List.of(versions), 3, Duration.ofSeconds(5));
    }

    /** Tails, as the cloud loads them. */
    private static class Tails implements PartLoader<CloudModel> {

        private final ModelRepository repository;

        Tails(ModelRepository repository) {
            this.repository = repository;
        }

        @Override
        public CloudModel load(String name, String version) {
            return repository.loadCloud(name, version);
        }

        @Override
        public void run(CloudModel model) {
            model.tail().classify(new Features(new float[28], 0));
        }
    }

    private double loads(String outcome) {
        return registry.get("sparsesplit.models.loads")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private static List<String> held(Catalog<CloudModel> catalog) {
        return catalog.loaded().all().stream()
                .map(ModelPart::manifest)
                .map(manifest -> manifest.version())
                .toList();
    }

    private static List<String> states(Catalog<CloudModel> catalog) {
        return catalog.states().stream()
                .map(state -> state.version() + " " + state.state())
                .toList();
    }

    private void publish(String... versions) {
        for (String version : versions) {
            SmallModel.publish(root, version.hashCode(), version);
        }
    }

    private Path publishElsewhere(String version) throws IOException {
        Path other = Files.createTempDirectory(root, "elsewhere");
        SmallModel.publish(other, version.hashCode(), version);
        return other.resolve("small").resolve(version);
    }

    private void damage(String damage, Path folder) throws IOException {
        Path manifest = folder.resolve("model.json");
        switch (damage) {
            case "a flipped bit" -> flip(folder.resolve("tail.safetensors"));
            case "a flipped bit in the other part" -> flip(folder.resolve("head.safetensors"));
            case "a truncated tensor file" -> {
                byte[] bytes = Files.readAllBytes(folder.resolve("tail.safetensors"));
                Files.write(folder.resolve("tail.safetensors"), Arrays.copyOf(bytes, bytes.length - 4));
            }
            case "a tail of another model" ->
                Files.write(
                        folder.resolve("tail.safetensors"),
                        Files.readAllBytes(publishElsewhere("9.9.9").resolve("tail.safetensors")));
            case "a manifest of another version" ->
                Files.writeString(manifest, Files.readString(manifest).replace("\"1.1.0\"", "\"3.1.0\""));
            case "a newer format" ->
                Files.writeString(
                        manifest,
                        Files.readString(manifest).replaceFirst("\"formatVersion\" : \\d+", "\"formatVersion\" : 99"));
            case "no manifest" -> Files.delete(manifest);
            case "half a manifest" ->
                Files.writeString(manifest, Files.readString(manifest).substring(0, 500));
            default -> throw new IllegalArgumentException(damage);
        }
    }

    private static void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
    }

    private void delete(String version) throws IOException {
        try (Stream<Path> walk = Files.walk(root.resolve("small").resolve(version))) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
