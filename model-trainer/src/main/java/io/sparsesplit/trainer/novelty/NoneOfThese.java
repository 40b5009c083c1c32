package io.sparsesplit.trainer.novelty;

import io.sparsesplit.model.artifact.Manifest.OutOfDistributionSpec;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.OutOfDistribution;
import io.sparsesplit.trainer.data.LabelledImages;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Holds a head that may have an out-of-distribution detector, and how the detector's threshold was chosen.
 *
 * @param head head with or without a detector
 * @param record record for the manifest; null when the head has no detector
 */
public record NoneOfThese(Head head, @Nullable OutOfDistributionSpec record) {

    /**
     * Chooses the threshold of a detector.
     *
     * @param detector detector whose threshold is not used
     * @param heldOut images that neither a weight nor the detector was fitted to, enough of them for the rate
     */
    static NoneOfThese calibrated(
            Head head,
            OutOfDistribution detector,
            Preprocessing preprocessing,
            LabelledImages heldOut,
            FalseAlarmRate rate,
            String dataSha256) {
        double[] scores = new double[heldOut.size()];
        for (int image = 0; image < scores.length; image++) {
            float[] input = preprocessing.input(heldOut.picture(image));
            scores[image] = detector.score(head.firstExitActivations(input));
        }
        double[] ascending = scores.clone();
        Arrays.sort(ascending);
        int most = FalseAlarmBound.mostFalseAlarms(scores.length, rate.percent() / 100, FalseAlarmRate.CONFIDENCE);
        double threshold = ascending[ascending.length - 1 - most];
        return new NoneOfThese(
                head.withOutOfDistribution(detector.withThreshold(threshold)),
                new OutOfDistributionSpec(
                        OutOfDistributionSpec.MAHALANOBIS,
                        threshold,
                        rate.percent(),
                        FalseAlarmRate.CONFIDENCE,
                        scores.length,
                        (int) Arrays.stream(scores)
                                .filter(score -> score > threshold)
                                .count(),
                        dataSha256));
    }

    /** Prints what the detector promises and what it costs; nothing when there is none. */
    public void print(PrintWriter out) {
        OutOfDistribution detector = head.outOfDistribution();
        if (record == null || detector == null) {
            return;
        }
        out.printf(
                Locale.ROOT,
                "  none of     these classes: %s above %.2f; at most %s %% false alarms, promised with confidence %s%n",
                record.score(),
                record.threshold(),
                record.falseAlarmRate(),
                record.confidence());
        out.printf(
                Locale.ROOT,
                "              %d of %d held-out images are false alarms; %d values more on the edge%n",
                record.falseAlarms(),
                record.images(),
                detector.parameters());
    }
}
