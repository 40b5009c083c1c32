package io.sparsesplit.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.model.artifact.Manifest.Measured;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.trainer.data.DataFolder;
import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.data.Mnist;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The model in the repository keeps the promises that are made for it. */
class BundledModelTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final ModelRepository repository = new ModelRepository(ROOT.resolve("models"));
    private final SplitModel model =
            new SplitModel(repository.loadEdge("mnist", "3.1.0"), repository.loadCloud("mnist", "3.1.0"));

    @Test
    void theEdgeHoldsAtMostFiveThousandParameters() {
        assertThat(model.edge().head().parameters()).isLessThanOrEqualTo(5_000);
    }

    @Test
    void mostImagesAreAnsweredOnTheEdgeAndAlmostAllAreRight() {
        Measured measured = measured();
        assertThat(measured.testImages()).isEqualTo(10_000);
        assertThat(measured.cascadeAccuracy()).isGreaterThanOrEqualTo(98.97);
        assertThat(measured.localExitRate()).isGreaterThanOrEqualTo(96.5);
    }

    @Test
    void itsManifestSaysWhatItDoesOnTheTestImages() {
        Optional<Path> data = Stream.of(ROOT.resolveSibling("shared/data/mnist"), DataFolder.mnist())
                .filter(folder -> Files.exists(folder.resolve(Mnist.FILES.get(0))))
                .findFirst();
        assumeTrue(data.isPresent(), "MNIST is not at hand: 'sparsesplit download mnist' fetches it");
        Manifest manifest = model.manifest();
        Evaluation evaluation =
                model.evaluate(DataOption.of(data.orElseThrow()).test(manifest.preprocessing(), manifest.labels()));
        assertThat(new Measured(
                        evaluation.images(),
                        evaluation.exitAccuracy(),
                        evaluation.tailAccuracy(),
                        evaluation.cascadeAccuracy(),
                        evaluation.localExitRate()))
                .isEqualTo(measured());
    }

    private Measured measured() {
        Measured measured = model.manifest().measured();
        assertThat(measured).isNotNull();
        return Objects.requireNonNull(measured);
    }
}
