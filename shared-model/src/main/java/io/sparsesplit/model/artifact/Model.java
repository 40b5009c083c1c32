package io.sparsesplit.model.artifact;

import io.sparsesplit.model.artifact.Manifest.Calibration;
import io.sparsesplit.model.artifact.Manifest.Measured;
import io.sparsesplit.model.artifact.Manifest.OutOfDistributionSpec;
import io.sparsesplit.model.artifact.Manifest.Training;
import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.OutOfDistribution;
import io.sparsesplit.model.network.Tail;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Both halves of a model that has not been published yet.
 *
 * @param name see {@link Manifest}
 * @param version see {@link Manifest}
 * @param labels of the classes
 * @param preprocessing from image to input vector
 * @param head the edge's part
 * @param tail the cloud's part
 * @param codecs for the features between them
 * @param training how it was made
 * @param measured what it was measured to do; null when it was not
 * @param calibration how temperatures and thresholds were chosen; null when that is not recorded
 * @param outOfDistribution how the threshold of the head's out-of-distribution detector was chosen; null when it has none
 */
public record Model(
        String name,
        String version,
        List<String> labels,
        Preprocessing preprocessing,
        Head head,
        Tail tail,
        FeatureCodecs codecs,
        Training training,
        @Nullable Measured measured,
        @Nullable Calibration calibration,
        @Nullable OutOfDistributionSpec outOfDistribution) {

    /** Makes a model whose head has no out-of-distribution detector. */
    public Model(
            String name,
            String version,
            List<String> labels,
            Preprocessing preprocessing,
            Head head,
            Tail tail,
            FeatureCodecs codecs,
            Training training,
            @Nullable Measured measured,
            @Nullable Calibration calibration) {
        this(name, version, labels, preprocessing, head, tail, codecs, training, measured, calibration, null);
    }

    /**
     * Checks that the parts belong together.
     *
     * @throws IllegalArgumentException when the halves, the codecs, the labels and the preprocessing do not fit
     */
    public Model {
        labels = List.copyOf(labels);
        if (head.features() != tail.features() || head.features() != codecs.features()) {
            throw new IllegalArgumentException("the head has %d features, the codecs %d, the tail %d"
                    .formatted(head.features(), codecs.features(), tail.features()));
        }
        int exitClasses = tail.readsExitClass() ? tail.classes() : 0;
        if (codecs.classes() != exitClasses) {
            throw new IllegalArgumentException("the codecs carry one of %d classes, but the tail reads one of %d"
                    .formatted(codecs.classes(), exitClasses));
        }
        if (head.classes() != labels.size() || tail.classes() != labels.size()) {
            throw new IllegalArgumentException("there are %d labels, but the head has %d classes and the tail %d"
                    .formatted(labels.size(), head.classes(), tail.classes()));
        }
        if (preprocessing.inputs() != head.inputs()) {
            throw new IllegalArgumentException(
                    "the head reads %d inputs, but %d are prepared".formatted(head.inputs(), preprocessing.inputs()));
        }
        OutOfDistribution detector = head.outOfDistribution();
        Double threshold = detector == null ? null : (Double) detector.threshold();
        Double recorded = outOfDistribution == null ? null : (Double) outOfDistribution.threshold();
        if (!Objects.equals(threshold, recorded)) {
            throw new IllegalArgumentException("the head's out-of-distribution threshold is %s, but %s is recorded"
                    .formatted(threshold, recorded));
        }
    }
}
