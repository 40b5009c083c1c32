package io.sparsesplit.model.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.network.Activation;
import io.sparsesplit.model.network.Layer;
import io.sparsesplit.model.network.Tail;
import io.sparsesplit.model.pattern.PatternFamily;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishTest {

    private static final Model SAMPLE = SampleModel.of(PatternFamily.RANDOM);

    @TempDir
    private Path root;

    private ModelRepository repository;

    @BeforeEach
    void openRepository() {
        repository = new ModelRepository(root.resolve("models"));
    }

    @Test
    void aVersionIsAFolderOfThreeFiles() throws IOException {
        Path folder = repository.publish(SAMPLE);

        assertThat(folder).isEqualTo(root.resolve("models/sample/1.2.3"));
        assertThat(children(folder)).containsExactlyInAnyOrder("model.json", "head.safetensors", "tail.safetensors");
        assertThat(children(root.resolve("models/sample"))).containsExactly("1.2.3");
    }

    @Test
    void furtherFilesAreThereWithTheModelAndChangeNothingOfIt() throws IOException {
        Path plain = new ModelRepository(root.resolve("plain")).publish(SAMPLE);
        Path folder = repository.publish(
                SAMPLE,
                (edge, cloud) -> Map.of(
                        "report.html",
                        (edge.fingerprint() + " " + cloud.fingerprint()).getBytes(StandardCharsets.UTF_8)));

        String fingerprint =
                repository.loadEdge("sample", "1.2.3").fingerprint().toString();
        assertThat(folder.resolve("report.html")).content().isEqualTo(fingerprint + " " + fingerprint);
        assertThat(folder.resolve("model.json")).hasSameBinaryContentAs(plain.resolve("model.json"));
        repository.verify("sample", "1.2.3");
        assertThat(repository.published("sample", "1.2.3").manifest().name()).isEqualTo("sample");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.json", "../report.html", "Report.html", ".hidden", ""})
    void aFurtherFileHasAFitNameOfItsOwn(String name) throws IOException {
        assertThatThrownBy(() -> repository.publish(SAMPLE, (edge, cloud) -> Map.of(name, new byte[1])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "a file published with a model cannot be called '%s': use at most 64".formatted(name));
        assertThat(children(root.resolve("models/sample"))).isEmpty();
    }

    @Test
    void aPublishedVersionNeverChanges() throws IOException {
        Path folder = repository.publish(SAMPLE);
        byte[] before = Files.readAllBytes(folder.resolve("model.json"));
        Model other = SampleModel.of(PatternFamily.CYCLIC);

        assertThatThrownBy(() -> repository.publish(other))
                .isInstanceOf(ArtifactException.class)
                .hasMessage(folder + " exists: published versions never change, choose a new version");
        assertThat(folder.resolve("model.json")).hasBinaryContent(before);
        assertThat(children(root.resolve("models/sample"))).containsExactly("1.2.3");
    }

    @Test
    void ofManyPublishersOfTheSameVersionOneSucceeds() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> publishers = Stream.<Callable<Boolean>>generate(() -> this::isPublished)
                    .limit(8)
                    .toList();
            long succeeded = 0;
            for (Future<Boolean> published : executor.invokeAll(publishers)) {
                succeeded += published.get() ? 1 : 0;
            }
            assertThat(succeeded).isEqualTo(1);
        } finally {
            executor.shutdownNow();
        }
        assertThat(children(root.resolve("models/sample"))).containsExactly("1.2.3");
        assertThat(repository.loadEdge("sample", "1.2.3").head().inputs()).isEqualTo(12);
    }

    @Test
    void aModelThatCouldNotBeReadAgainIsNotPublishedAndLeavesNothingBehind() throws IOException {
        Layer broken =
                new Layer(SampleModel.dense(6, 3), new float[18], new float[] {0, Float.NaN, 0}, Activation.IDENTITY);
        Model model = new Model(
                SAMPLE.name(),
                SAMPLE.version(),
                SAMPLE.labels(),
                SAMPLE.preprocessing(),
                SAMPLE.head(),
                new Tail(List.of(broken)),
                SAMPLE.codecs(),
                SAMPLE.training(),
                SAMPLE.measured(),
                SAMPLE.calibration());

        assertThatThrownBy(() -> repository.publish(model))
                .isInstanceOf(ArtifactException.class)
                .hasMessageEndingWith("tail.safetensors cannot be used: value 1 of tensor tail.0.bias is NaN");
        assertThat(children(root.resolve("models/sample"))).isEmpty();
        assertThat(repository.versions("sample")).isEmpty();
    }

    @Test
    void aFolderThatCannotBeWrittenIsReported() throws IOException {
        Files.createDirectories(root.resolve("models"));
        Files.writeString(root.resolve("models/sample"), "a file where a folder should be");

        assertThatThrownBy(() -> repository.publish(SAMPLE))
                .isInstanceOf(ArtifactException.class)
                .hasMessageStartingWith(root.resolve("models/sample/1.2.3") + " cannot be written: ")
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void whatACrashLeftUnfinishedIsNoVersion() throws IOException {
        repository.publish(SAMPLE);
        Files.createDirectories(root.resolve("models/sample/.1.3.0-4711"));
        Files.writeString(root.resolve("models/sample/.1.3.0-4711/model.json"), "{");
        Files.writeString(root.resolve("models/sample/1.4.0"), "no folder");

        assertThat(repository.versions("sample")).containsExactly("1.2.3");
        assertThat(repository.publish(SampleModel.versioned(SAMPLE, "sample", "1.3.0")))
                .isDirectory();
    }

    @Test
    void otherUsersMayReadWhatIsPublishedIfTheyMayReadAnythingNew() throws IOException {
        Path folder = repository.publish(SAMPLE);
        Path ordinary = Files.createDirectory(root.resolve("ordinary"));

        assertThat(Files.getPosixFilePermissions(folder)).isEqualTo(Files.getPosixFilePermissions(ordinary));
    }

    @Test
    void versionsAreInTheOrderOfTheirNumbers() {
        for (String version : List.of("1.10.0", "1.9.0", "0.0.1", "10.0.0", "2.0.0", "1.9.10")) {
            repository.publish(SampleModel.versioned(SAMPLE, "sample", version));
        }

        assertThat(repository.versions("sample"))
                .containsExactly("0.0.1", "1.9.0", "1.9.10", "1.10.0", "2.0.0", "10.0.0");
        assertThat(repository.versions("unknown")).isEmpty();
    }

    @Test
    void aModelThatIsNotThereIsReportedWithWhatIs() {
        String folder = root.resolve("models").toAbsolutePath().toString();
        assertThatThrownBy(() -> repository.loadEdge("sample", "1.0.0"))
                .isInstanceOf(ArtifactException.class)
                .hasMessage("there is no model sample 1.0.0 in " + folder + "; it holds no models");
        repository.publish(SAMPLE);
        repository.publish(SampleModel.versioned(SAMPLE, "other", "2.0.0"));

        assertThatThrownBy(() -> repository.loadCloud("sample", "1.0.0"))
                .hasMessage("there is no model sample 1.0.0 in " + folder + "; it holds other 2.0.0, sample 1.2.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../sample", "a/b", "a\\b", "/etc", "Sample", ".hidden", "a b", "a\n", "ä", "-a"})
    void aNameThatIsNoneIsRefusedWhereverItIsGiven(String name) {
        String message = "'%s' is not a model name: use at most 64 of a-z, 0-9, '.', '_' and '-', letter or digit first"
                .formatted(name);
        assertThatThrownBy(() -> repository.loadEdge(name, "1.0.0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> repository.loadCloud(name, "1.0.0")).hasMessage(message);
        assertThatThrownBy(() -> repository.versions(name)).hasMessage(message);
        assertThatThrownBy(() -> repository.publish(SampleModel.versioned(SAMPLE, name, "1.0.0")))
                .hasMessage(message);
        assertThat(root).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "1.0", "1.0.0.0", "v1.0.0", "1.0.x", "01.0.0", "1.0.-1", "../1.0.0", "1.0.1000000000"})
    void aVersionThatIsNoneIsRefusedWhereverItIsGiven(String version) {
        String message = "'%s' is not a version: write it as MAJOR.MINOR.PATCH, for example 1.0.0".formatted(version);
        assertThatThrownBy(() -> repository.loadEdge("sample", version))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> repository.publish(SampleModel.versioned(SAMPLE, "sample", version)))
                .hasMessage(message);
    }

    @Test
    void namesOfUpTo64CharactersAreAccepted() {
        String longest = "0" + "a.b_c-".repeat(10) + "xyz";

        assertThat(repository.publish(SampleModel.versioned(SAMPLE, longest, "0.0.0")))
                .isDirectory();
        assertThatThrownBy(() -> repository.versions(longest + "x")).hasMessageContaining("is not a model name");
    }

    private boolean isPublished() {
        try {
            repository.publish(SAMPLE);
            return true;
        } catch (ArtifactException e) {
            return false;
        }
    }

    private static List<String> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.map(child -> child.getFileName().toString()).toList();
        }
    }
}
