package io.sparsesplit.edge.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.EarlyExit;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.model.network.ExitScore;
import io.sparsesplit.model.network.OutOfDistributionScore;
import io.sparsesplit.service.catalog.LoadedVersions;
import io.sparsesplit.service.catalog.VersionMeters;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Whether the exits still do what they did when they were calibrated. Nobody tells an edge the true classes; these can be seen
 * without them, and move when the images are no longer like those of the training.
 *
 * <p>{@code sparsesplit.exit.decisions}: images by whether an exit was as confident as the <em>model</em> wants it, whatever
 * threshold request, policy or controller loaded it against; to be compared with {@code sparsesplit.model.exit.rate}, the share
 * in [0, 1] that the manifest says was measured. A version whose manifest says nothing has none.
 *
 * <p>{@code sparsesplit.none.of.these}: images that look like none of the classes, by the detector of a model that has one; of
 * images of the classes these are false alarms, at most as many as the manifest promises.
 *
 * <p>{@code sparsesplit.exit.agreement}: the probability that the exit gave its own answer, of images that it left to the cloud
 * and the cloud answered, by whether the cloud's answer is the same. As far as the cloud is right, the mean probability of a
 * calibrated exit is the share that agrees (Guo et al., ICML 2017).
 */
@Component
class ExitMetrics {

    private final VersionMeters<Counter> confident;
    private final VersionMeters<Counter> doubtful;
    private final VersionMeters<Counter> noneOfThese;
    private final DistributionSummary agreeing;
    private final DistributionSummary contradicted;

    ExitMetrics(MeterRegistry registry, LoadedVersions<ServedModel> versions) {
        this.confident = decisions(registry, versions, true);
        this.doubtful = decisions(registry, versions, false);
        this.noneOfThese = new VersionMeters<>(
                registry, versions, version -> registry.counter("sparsesplit.none.of.these", version));
        this.agreeing = agreement(registry, true);
        this.contradicted = agreement(registry, false);
        MultiGauge expected = MultiGauge.builder("sparsesplit.model.exit.rate").register(registry);
        versions.listen(loaded -> expected.register(expected(loaded), true));
    }

    /**
     * Counts an image of which exits were asked.
     *
     * @param decision what they said
     */
    void decided(ServedModel model, ExitDecision decision) {
        (confident(model.head().exits(), decision.exitScores()) ? confident : doubtful)
                .of(model)
                .increment();
        OutOfDistributionScore score = decision.outOfDistribution();
        if (score != null && score.noneOfThese()) {
            noneOfThese.of(model).increment();
        }
    }

    /** The cloud has answered what the exit left to it. */
    void completed(ExitScore exit, Classification cloud) {
        Classification own = exit.classification();
        (own.classIndex() == cloud.classIndex() ? agreeing : contradicted).record(own.probability());
    }

    private static boolean confident(List<EarlyExit> exits, List<ExitScore> exitScores) {
        for (int e = 0; e < exitScores.size(); e++) {
            ExitScore said = exitScores.get(e);
            double threshold = exits.get(e).threshold();
            if (new ExitScore(said.classification(), said.criterion(), said.confidence(), threshold).confident()) {
                return true;
            }
        }
        return false;
    }

    private static VersionMeters<Counter> decisions(
            MeterRegistry registry, LoadedVersions<ServedModel> versions, boolean confident) {
        return new VersionMeters<>(
                registry,
                versions,
                version -> registry.counter(
                        "sparsesplit.exit.decisions", version.and("confident", Boolean.toString(confident))));
    }

    private static DistributionSummary agreement(MeterRegistry registry, boolean agrees) {
        return DistributionSummary.builder("sparsesplit.exit.agreement")
                .tag("agrees", Boolean.toString(agrees))
                .register(registry);
    }

    private static List<Row<?>> expected(List<ServedModel> loaded) {
        List<Row<?>> rows = new ArrayList<>();
        for (ServedModel model : loaded) {
            Manifest manifest = model.manifest();
            Manifest.Measured measured = manifest.measured();
            if (measured != null && measured.testImages() > 0) {
                rows.add(Row.of(
                        Tags.of("model", manifest.name(), "version", manifest.version()),
                        measured.localExitRate() / 100));
            }
        }
        return rows;
    }
}
