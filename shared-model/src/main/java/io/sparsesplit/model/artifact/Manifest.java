package io.sparsesplit.model.artifact;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Activation;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.pattern.Junction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * What a model is: {@code model.json}, in UTF-8. Its SHA-256 is the model's {@link Fingerprint}.
 *
 * @param formatVersion {@value #FORMAT_VERSION}
 * @param name of the model: lower-case letters, digits, {@code . _ -}, at most 64 characters
 * @param version semantic version, {@code MAJOR.MINOR.PATCH}
 * @param labels of the classes, in the order of the network's outputs
 * @param preprocessing from image to input vector
 * @param head layers on the edge
 * @param exits on the edge, in the order in which they stand
 * @param tail layers in the cloud; where the first has an input more for each label than the head has features, it reads the
 *     class of the last exit behind them, one-hot, and that class travels with the features
 * @param codec how features travel
 * @param files the tensor files by name, {@value ModelFiles#HEAD} and {@value ModelFiles#TAIL}
 * @param training how the model was made
 * @param measured what it was measured to do; null before it was
 * @param calibration how temperatures and thresholds were chosen; null where that was not recorded
 * @param outOfDistribution how images that look like none of the classes are told; null when they are not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(
        int formatVersion,
        String name,
        String version,
        List<String> labels,

        @JsonSerialize(converter = PreprocessingSpec.Writing.class)
        @JsonDeserialize(converter = PreprocessingSpec.Reading.class)
        Preprocessing preprocessing,

        List<LayerSpec> head,
        List<ExitSpec> exits,
        List<LayerSpec> tail,
        CodecSpec codec,
        Map<String, FileSpec> files,
        Training training,
        @JsonSetter(nulls = Nulls.SET) @Nullable Measured measured,
        @JsonSetter(nulls = Nulls.SET) @Nullable Calibration calibration,
        @JsonSetter(nulls = Nulls.SET) @Nullable OutOfDistributionSpec outOfDistribution) {

    public static final int FORMAT_VERSION = 3;

    /** Length of the feature vector at the split. */
    int features() {
        return head.get(head.size() - 1).outputs();
    }

    /** Whether the tail reads the exit's class. */
    boolean tailReadsExitClass() {
        return tail.get(0).inputs() == features() + labels.size();
    }

    /**
     * A layer without its numbers.
     *
     * @param inputs of the junction
     * @param outputs of the junction
     * @param outDegree of the junction
     * @param pattern which edges exist
     * @param activation behind the junction
     */
    public record LayerSpec(int inputs, int outputs, int outDegree, PatternSpec pattern, Activation activation) {

        Junction junction() {
            return new Junction(inputs, outputs, outDegree);
        }
    }

    /**
     * Which edges exist: made again from a seed, or listed in the tensor {@code <layer>.source}.
     *
     * @param family name of a {@link io.sparsesplit.model.pattern.PatternFamily}, or {@value #EXPLICIT}
     * @param seed of the generator; null when explicit
     * @param sha256 of the sources of all edges, in canonical order, as little-endian 16-bit numbers: a generator that
     *     would make other edges is found out
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PatternSpec(
            String family,
            @JsonSetter(nulls = Nulls.SET) @Nullable Long seed,
            String sha256) {

        static final String EXPLICIT = "explicit";
    }

    /**
     * An exit without its numbers; its classifier is dense.
     *
     * @param afterLayer see {@link io.sparsesplit.model.network.EarlyExit}
     * @param criterion what is held against the threshold
     * @param temperature divides the logits
     * @param threshold least confidence to answer with; with 1 the exit never answers
     */
    public record ExitSpec(int afterLayer, Criterion criterion, double temperature, double threshold) {}

    /**
     * How features travel.
     *
     * @param name of the standard {@link io.sparsesplit.model.codec.Codec}; all others that the quantizer and the prior allow
     *     are offered as well
     * @param quantizer of the features; null when they only travel as they are
     * @param prior of the quantizer's levels; null when they are not entropy coded
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CodecSpec(
            String name,
            @JsonSetter(nulls = Nulls.SET) @Nullable QuantizerSpec quantizer,
            @JsonSetter(nulls = Nulls.SET) @Nullable PriorSpec prior) {}

    /**
     * See {@link io.sparsesplit.model.codec.Quantizer}.
     *
     * @param low of each channel
     * @param step of each channel
     * @param levels of each channel
     */
    public record QuantizerSpec(List<Float> low, List<Float> step, List<Integer> levels) {}

    /**
     * See {@link io.sparsesplit.model.codec.Prior}; frequencies sum to {@value io.sparsesplit.model.codec.FrequencyTable#TOTAL}.
     *
     * @param classes frequency of each class; null when the exit's class does not travel
     * @param channels frequencies {@code [class][channel][level]}; of one class when the exit's class does not travel
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PriorSpec(
            @JsonSetter(nulls = Nulls.SET) @Nullable List<Integer> classes, List<List<List<Integer>>> channels) {}

    /**
     * A tensor file.
     *
     * @param bytes its length
     * @param sha256 of all of it
     */
    public record FileSpec(long bytes, String sha256) {}

    /**
     * How a model was made.
     *
     * @param command that made it
     * @param seed of everything random in training
     * @param dataSha256 of each data file read, uncompressed, by name; empty for a folder of images
     * @param trainImages images that weights were fitted to
     * @param validationImages images that thresholds and choices come from, disjoint from those
     * @param split how images were divided; null when there were none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Training(
            String command,
            long seed,
            Map<String, String> dataSha256,
            int trainImages,
            int validationImages,
            @JsonSetter(nulls = Nulls.SET) @Nullable Split split) {}

    /**
     * How images were divided. A digest is the SHA-256 of, per image in order, the UTF-8 bytes of its label, a zero byte, and
     * the samples of its {@link Preprocessing#picture}.
     *
     * @param rule in words
     * @param skipped images that could not be used
     * @param testImages images that the measured figures come from, disjoint from all others
     * @param trainSha256 of the images that weights were fitted to
     * @param validationSha256 of the images that thresholds and choices come from
     * @param testSha256 of the images that the measured figures come from
     */
    public record Split(
            String rule, int skipped, int testImages, String trainSha256, String validationSha256, String testSha256) {}

    /**
     * Accuracies and rates in percent, 0 to 100, on the test images.
     *
     * @param testImages how many
     * @param exitAccuracy of the last exit, asked for every image
     * @param tailAccuracy of the tail, asked for every image
     * @param cascadeAccuracy of exits and tail together, at the manifest's thresholds
     * @param localExitRate share of images that an exit answers
     */
    public record Measured(
            int testImages, double exitAccuracy, double tailAccuracy, double cascadeAccuracy, double localExitRate) {}

    /**
     * How temperatures and the threshold of all exits were chosen, on images that no weight was fitted to.
     *
     * <p>An image is <em>lost</em> when the tail is right, but an exit answers and is wrong; it is <em>won</em> the other way
     * round. The counts are over the threshold images, at the threshold that was chosen.
     *
     * @param wish {@code max-loss}, {@code target-accuracy} or {@code target-exit-rate}
     * @param value of the wish: percentage points that may be lost against the tail alone, or percent to be reached
     * @param kept whether a threshold keeps the wish, and what is wished of classes; when none does, the bound of an operating
     *     point is promised instead, or no exit ever answers
     * @param bound what is promised for all images of this kind: the wish, or the bound of an operating point taken instead;
     *     null when nothing is
     * @param thresholdStep the threshold is a multiple of it
     * @param temperatureImages images that temperatures come from
     * @param thresholdImages others, that the threshold comes from
     * @param dataSha256 of all these images in order: of each the input vector as little-endian 32-bit floats, then the class
     *     as a little-endian 32-bit integer
     * @param localExits images that an exit answers
     * @param correct images that exits and tail together get right
     * @param lost see above
     * @param won see above
     * @param method {@code hold-out} when the network itself scored these images, {@code cross-fit} when each was scored by a
     *     network that was fitted to the other folds; null when that was not recorded
     * @param folds number of such networks; null when there were none
     * @param classes what was wished of single classes, and what is promised; null when nothing was wished
     * @param points operating points to choose from; null when there are none
     * @param calibrated whether confidences agree with the share of right answers; null when that was not recorded
     * @param notCalibrated why confidences are not calibrated; null when they are
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Calibration(
            String wish,
            double value,
            boolean kept,
            @JsonSetter(nulls = Nulls.SET) @Nullable Bound bound,
            double thresholdStep,
            int temperatureImages,
            int thresholdImages,
            String dataSha256,
            int localExits,
            int correct,
            int lost,
            int won,
            @JsonSetter(nulls = Nulls.SET) @Nullable String method,
            @JsonSetter(nulls = Nulls.SET) @Nullable Integer folds,
            @JsonSetter(nulls = Nulls.SET) @Nullable List<ClassPromise> classes,
            @JsonSetter(nulls = Nulls.SET) @Nullable Points points,
            @JsonSetter(nulls = Nulls.SET) @Nullable Boolean calibrated,
            @JsonSetter(nulls = Nulls.SET) @Nullable String notCalibrated) {}

    /**
     * What was wished of the images of a class, and what is promised.
     *
     * @param wish {@code miss}: at most so many percent of the class are answered by an exit with another class, or
     *     {@code min-recall}: exits and tail together recognise at least so many percent of the class
     * @param label of the class; null for each class
     * @param value of the wish, in percent of the class
     * @param bound what is promised, in percent of the class, with the confidence of the calibration's bound; null when nothing
     *     is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ClassPromise(
            String wish,
            @JsonSetter(nulls = Nulls.SET) @Nullable String label,
            double value,
            @JsonSetter(nulls = Nulls.SET) @Nullable Double bound) {}

    /**
     * Operating points whose bounds hold all together, so that any may be taken.
     *
     * @param confidence least probability, over the draw of the images, that all bounds hold; in (0, 1)
     * @param classes what all points promise of single classes; null when nothing was wished of them
     * @param rows smallest loss first
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Points(
            double confidence,
            @JsonSetter(nulls = Nulls.SET) @Nullable List<ClassPromise> classes,
            List<Point> rows) {}

    /**
     * A threshold with the loss that it is shown not to exceed, and counts over the threshold images.
     *
     * @param maxLoss the bound: at most so many percentage points are lost against the tail alone
     * @param threshold of all exits; with 1 they never answer
     * @param localExits images that an exit answers
     * @param correct images that exits and tail together get right
     * @param lost see {@link Calibration}
     * @param won see {@link Calibration}
     */
    public record Point(double maxLoss, double threshold, int localExits, int correct, int lost, int won) {}

    /**
     * An out-of-distribution detector without its vectors, see {@link io.sparsesplit.model.network.OutOfDistribution}, and how
     * its threshold was chosen: on images that no weight was fitted to and no mean comes from. A false alarm is an image of one
     * of the classes that is said to look like none.
     *
     * @param score how the distance to the classes is measured, {@value #MAHALANOBIS}
     * @param threshold greatest score of an image that looks like one of the classes, 0 or more
     * @param falseAlarmRate promise for all images of the kind of these images: at most so many percent are false alarms; above
     *     0 and below 100
     * @param confidence least probability, over the draw of the images, that the promise is kept; in (0, 1)
     * @param images number of images that the threshold comes from, 1 or more
     * @param falseAlarms number of false alarms among them
     * @param dataSha256 digest of these images, as {@link Calibration} has it
     */
    public record OutOfDistributionSpec(
            String score,
            double threshold,
            double falseAlarmRate,
            double confidence,
            int images,
            int falseAlarms,
            String dataSha256) {

        /** Name of the squared Mahalanobis distance to the nearest class. */
        public static final String MAHALANOBIS = "mahalanobis";
    }

    /**
     * A promise with a finite-sample guarantee.
     *
     * @param name of the test that it rests on
     * @param value what is promised: at most so many percentage points lost, or at least so many percent
     * @param confidence least probability, over the draw of the images, that the promise is kept; in (0, 1)
     */
    public record Bound(String name, double value, double confidence) {}
}
