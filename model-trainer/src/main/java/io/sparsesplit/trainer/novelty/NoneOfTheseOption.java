package io.sparsesplit.trainer.novelty;

import io.sparsesplit.model.artifact.Manifest.OutOfDistributionSpec;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.OutOfDistribution;
import io.sparsesplit.trainer.data.LabelledImages;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Holds the option for an out-of-distribution detector; a picocli mixin. */
public final class NoneOfTheseOption {

    @Option(
            names = "--none-of-these",
            paramLabel = "PERCENT",
            converter = FalseAlarmRate.Converter.class,
            defaultValue = Option.NULL_VALUE,
            description =
                    "Let the edge say when an image looks like none of the classes, with at most so many percent false"
                            + " alarms among images of the classes, promised with confidence 0.95; or off."
                            + " Default: as the model has it, off for a new one.")
    private @Nullable FalseAlarmRate rate;

    /**
     * Checks that the rate can be promised, before work is spent on it.
     *
     * @param heldOut number of images that no weight will be fitted to
     * @throws IllegalArgumentException when they are too few; the message says what to do
     */
    public void requireProvable(int heldOut) {
        if (rate != null) {
            rate.requireProvable(heldOut);
        }
    }

    /**
     * Returns a head with the detector that is wanted.
     *
     * @param head head with the weights that the detector is for
     * @param before record of the detector that the head has; null when it has none
     * @param training images that its weights were fitted to
     * @param heldOut images that no weight was fitted to
     * @param dataSha256 digest of the held-out images, see {@link io.sparsesplit.model.artifact.Manifest.Calibration}
     * @throws IllegalArgumentException when there are too few images
     */
    public NoneOfThese applied(
            Head head,
            @Nullable OutOfDistributionSpec before,
            Preprocessing preprocessing,
            LabelledImages training,
            LabelledImages heldOut,
            String dataSha256) {
        if (rate == null) {
            return new NoneOfThese(head, before);
        }
        if (rate.isOff()) {
            return new NoneOfThese(head.withOutOfDistribution(null), null);
        }
        rate.requireProvable(heldOut.size());
        OutOfDistribution detector = MahalanobisFit.of(head, preprocessing, training);
        return NoneOfThese.calibrated(head, detector, preprocessing, heldOut, rate, dataSha256);
    }

    /** Returns whether the option was given. */
    public boolean isGiven() {
        return rate != null;
    }

    /** Returns what was chosen, as an option with a space before it; empty when nothing was. */
    public String arguments() {
        return rate == null ? "" : " --none-of-these " + rate.argument();
    }
}
