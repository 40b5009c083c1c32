package io.sparsesplit.model.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextVersionTest {

    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource({
        "'', 1.0.0",
        "1.0.0, 1.1.0",
        "1.0.0 1.0.7, 1.1.0",
        "2.9.0 2.10.3 1.50.0, 2.11.0",
        "1.999999999.0, 2.0.0",
    })
    void aTrainedModelIsTheNextMinorVersionAfterTheNewest(String published, String next) throws IOException {
        assertThat(NextVersion.minor(repository(published.split(" ", -1)), "mnist"))
                .isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({"'', 1.0.0, 1.0.1", "1.0.0 1.0.4 1.1.9 2.0.0, 1.0.0, 1.0.5", "1.0.0 1.0.1, 1.0.7, 1.0.8"})
    void aCalibratedModelIsTheNextPatchOfItsMinorVersion(String published, String version, String next)
            throws IOException {
        assertThat(NextVersion.patch(repository(published.split(" ", -1)), "mnist", version))
                .isEqualTo(next);
    }

    @Test
    void otherFoldersAndOtherModelsDoNotCount() throws IOException {
        ModelRepository repository = repository("1.0.0");
        Files.createDirectories(root.resolve("mnist/.incoming-3.0.0"));
        Files.createDirectories(root.resolve("mnist/latest"));
        Files.createDirectories(root.resolve("shapes/5.0.0"));
        assertThat(NextVersion.minor(repository, "mnist")).isEqualTo("1.1.0");
    }

    @Test
    void afterTheLastPossibleVersionThereIsNone() throws IOException {
        ModelRepository repository = repository("999999999.999999999.0");
        assertThatThrownBy(() -> NextVersion.minor(repository, "mnist"))
                .hasMessage("no version follows: 999999999 is the largest number in one");
    }

    private ModelRepository repository(String... versions) throws IOException {
        for (String version : versions) {
            Files.createDirectories(root.resolve("mnist").resolve(version));
        }
        return new ModelRepository(root);
    }
}
