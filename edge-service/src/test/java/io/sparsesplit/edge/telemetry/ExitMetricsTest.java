package io.sparsesplit.edge.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sparsesplit.edge.Pictures;
import io.sparsesplit.edge.models.HeadLoader;
import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.image.ImageDecoder.Limits;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.service.SmallModel;
import io.sparsesplit.service.catalog.LoadedVersions;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExitMetricsTest {

    @TempDir
    private Path repository;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void countsByTheModelsThresholdWhateverTheRequestWants() {
        ServedModel model = small();
        ExitMetrics metrics = metrics(model);
        double threshold = model.head().exits().get(0).threshold();
        int confident = 0;
        for (int i = 0; i < 40; i++) {
            float[] input = model.decoder().decode(Pictures.png(i));
            ExitDecision wishes = model.head().decide(input, OptionalDouble.of(i % 2 == 0 ? 0 : Head.NEVER));
            confident += wishes.exitScore().confidence() >= threshold ? 1 : 0;

            metrics.decided(model, wishes);
        }

        assertThat(confident).isBetween(1, 39);
        assertThat(decisions(true)).isEqualTo(confident);
        assertThat(decisions(false)).isEqualTo(40 - confident);
    }

    @Test
    void comparesTheExitsAnswerWithTheClouds() {
        ServedModel model = small();
        ExitMetrics metrics = metrics(model);
        float[] input = model.decoder().decode(Pictures.png(1));
        Classification exit = model.head()
                .decide(input, OptionalDouble.of(Head.NEVER))
                .exitScore()
                .classification();
        float[] other = new float[exit.classes()];
        other[(exit.classIndex() + 1) % other.length] = 1;

        metrics.completed(
                model.head().decide(input, OptionalDouble.of(Head.NEVER)).exitScore(), exit);
        metrics.completed(
                model.head().decide(input, OptionalDouble.of(Head.NEVER)).exitScore(),
                Classification.ofProbabilities(other));

        for (String agrees : List.of("true", "false")) {
            assertThat(meters.get("sparsesplit.exit.agreement")
                            .tag("agrees", agrees)
                            .summary()
                            .takeSnapshot())
                    .satisfies(summary -> assertThat(summary.count()).isEqualTo(1))
                    .satisfies(summary -> assertThat(summary.total()).isCloseTo(exit.probability(), within(1e-6)));
        }
    }

    @Test
    void expectsTheExitRateThatTheManifestSaysWasMeasured() {
        metrics(new HeadLoader(new ModelRepository(Path.of("../models")), Limits.DEFAULT).load("mnist", "3.1.0"));

        assertThat(meters.get("sparsesplit.model.exit.rate")
                        .tags("model", "mnist", "version", "3.1.0")
                        .gauge()
                        .value())
                .isEqualTo(0.9708);
    }

    @Test
    void expectsNothingOfAModelThatWasNotMeasured() {
        metrics(small());

        Collection<Gauge> expected = meters.find("sparsesplit.model.exit.rate").gauges();
        assertThat(expected).isEmpty();
    }

    private ExitMetrics metrics(ServedModel model) {
        return new ExitMetrics(meters, new LoadedVersions<>(List.of(model)));
    }

    private ServedModel small() {
        SmallModel.publish(repository, 1);
        return new HeadLoader(new ModelRepository(repository), Limits.DEFAULT)
                .load(SmallModel.NAME, SmallModel.VERSION);
    }

    private double decisions(boolean confident) {
        return meters.get("sparsesplit.exit.decisions")
                .tag("confident", Boolean.toString(confident))
                .counter()
                .count();
    }
}
