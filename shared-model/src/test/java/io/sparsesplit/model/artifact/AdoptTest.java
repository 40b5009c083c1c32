package io.sparsesplit.model.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.pattern.PatternFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The edge's part of a version comes from elsewhere, file by file, and is published only when it is complete. */
class AdoptTest {

    private static final String NAME = SampleModel.NAME;
    private static final String VERSION = SampleModel.VERSION;

    @TempDir
    private Path root;

    private ModelRepository elsewhere;
    private ModelRepository here;
    private Published published;

    @BeforeEach
    void theManifestAndTheHeadHaveCome() throws IOException {
        elsewhere = new ModelRepository(root.resolve("elsewhere"));
        here = new ModelRepository(root.resolve("here"));
        elsewhere.publish(SampleModel.of(PatternFamily.RANDOM));
        published = elsewhere.published(NAME, VERSION);
        Path incoming = here.incoming(NAME, VERSION);
        Files.createDirectories(incoming);
        Files.copy(published.manifestFile(), incoming.resolve(Published.MANIFEST));
        Files.copy(published.headFile(), incoming.resolve(Published.HEAD));
    }

    @Test
    void whatIsPublishedIsKnownByItsManifest() throws IOException {
        assertThat(elsewhere.names()).containsExactly(NAME);
        assertThat(published.manifest().version()).isEqualTo(VERSION);
        assertThat(published.manifestBytes()).isEqualTo(Files.size(published.manifestFile()));
        assertThat(published.head().bytes()).isEqualTo(Files.size(published.headFile()));
        assertThat(published.fingerprint())
                .isEqualTo(elsewhere.loadCloud(NAME, VERSION).fingerprint());
    }

    @Test
    void aHeadThatIsCutShortIsNoticedWithoutReadingIt() throws IOException {
        Files.write(published.headFile(), new byte[10]);

        assertThatThrownBy(published::requireHead)
                .isInstanceOf(ArtifactException.class)
                .hasMessage("%s has 10 bytes, not %d"
                        .formatted(published.headFile(), published.head().bytes()));
    }

    @Test
    void whatIsOnItsWayIsNoVersion() {
        assertThat(here.versions(NAME)).isEmpty();
        assertThat(here.names()).isEmpty();
    }

    @Test
    void whatIsCompleteBecomesAVersion() {
        here.adopt(NAME, VERSION, published.fingerprint().toString());

        assertThat(here.versions(NAME)).containsExactly(VERSION);
        assertThat(here.loadEdge(NAME, VERSION).fingerprint()).isEqualTo(published.fingerprint());
        assertThat(here.incoming(NAME, VERSION)).doesNotExist();
    }

    @Test
    void whatIsNotTheModelAnnouncedDoesNot() {
        String other = "0".repeat(64);

        assertThatThrownBy(() -> here.adopt(NAME, VERSION, other))
                .isInstanceOf(ArtifactException.class)
                .hasMessage("%s has fingerprint %s, not %s"
                        .formatted(here.incoming(NAME, VERSION), published.fingerprint(), other));
        assertThat(here.versions(NAME)).isEmpty();
    }

    @Test
    void whatIsDamagedDoesNot() throws IOException {
        Path head = here.incoming(NAME, VERSION).resolve(Published.HEAD);
        byte[] bytes = Files.readAllBytes(head);
        bytes[bytes.length - 1] ^= 1;
        Files.write(head, bytes);

        assertThatThrownBy(
                        () -> here.adopt(NAME, VERSION, published.fingerprint().toString()))
                .isInstanceOf(ArtifactException.class)
                .hasMessage("%s is damaged or of another model: its SHA-256 is not the manifest's".formatted(head));
        assertThat(here.versions(NAME)).isEmpty();
    }

    @Test
    void aVersionThatIsThereIsNotReplaced() {
        here.publish(SampleModel.of(PatternFamily.CYCLIC));

        assertThatThrownBy(
                        () -> here.adopt(NAME, VERSION, published.fingerprint().toString()))
                .isInstanceOf(ArtifactException.class)
                .hasMessageEndingWith(
                        "exists: published versions never change, choose a new version; the next free one is "
                                + NextVersion.minor(here, NAME));
    }

    @Test
    void onlyWhatIsNoLongerWantedIsRemoved() throws IOException {
        Files.createDirectories(here.incoming(NAME, "0.0.1").resolve("deep"));

        here.removeIncoming(NAME, version -> !version.equals(VERSION));

        assertThat(here.incoming(NAME, "0.0.1")).doesNotExist();
        assertThat(here.incoming(NAME, VERSION)).isDirectory();
    }

    @Test
    void versionsAreOrderedByTheirNumbers() {
        assertThat(ModelRepository.compareVersions("3.9.0", "3.10.0")).isNegative();
        assertThat(ModelRepository.compareVersions("4.0.0", "3.99.99")).isPositive();
        assertThatThrownBy(() -> ModelRepository.compareVersions("3.0.0", "../3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'../3' is not a version");
    }
}
