package io.sparsesplit.trainer.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What travels of an image under a codec, and how often the client's answer is right for it: an object of {@code bytes.json}.
 * Accuracies and rates in percent; bytes are means over the images that were sent, unless it says otherwise.
 *
 * @param codec for example {@code png}, {@code 1-bit}, {@code entropy}
 * @param model what was trained, for example {@code 784,512,256,10}, or {@code 200,80,40|512,10} where it is split
 * @param edgeParameters weights and biases on the edge, exit included; 0 where the picture travels
 * @param beta the rate weight in training; 0 where there was none
 * @param bits per feature; 0 where it is not features that travel
 * @param seed of the training
 * @param split {@code test} or {@code validation}: the images asked
 * @param scope {@link #ALL} or {@link #CASCADE}: which images are sent
 * @param localExitRate share of images that the exit answers; 0 where all are sent
 * @param accuracy of what the client gets
 * @param referenceAccuracy the same with features as they are; for pictures, that of the network for original pictures
 * @param images how many were sent
 * @param idealBytes length of the code under the codec's model; for a codec without a model that of the code
 * @param codedBytes length of the code
 * @param frameBytes length of what goes to the cloud as a request's body
 * @param bytesPerImage length of the code, over all images, sent or not
 * @param command that makes the point again
 */
public record BytesPoint(
        String codec,
        String model,
        int edgeParameters,
        double beta,
        int bits,
        long seed,
        String split,
        String scope,
        double localExitRate,
        double accuracy,
        double referenceAccuracy,
        int images,
        double idealBytes,
        double codedBytes,
        double frameBytes,
        double bytesPerImage,
        String command) {

    public static final String FILE = "bytes.json";

    /** Every image is sent. */
    public static final String ALL = "all";
    /** Only images that the exit does not answer are sent. */
    public static final String CASCADE = "cascade";

    public BytesPoint {
        requireOneOf("split", split, ExitPoint.TEST, ExitPoint.VALIDATION);
        requireOneOf("scope", scope, ALL, CASCADE);
        requirePercent("localExitRate", localExitRate);
        requirePercent("accuracy", accuracy);
        requirePercent("referenceAccuracy", referenceAccuracy);
        require(
                beta >= 0
                        && bits >= 0
                        && images >= 0
                        && idealBytes >= 0
                        && codedBytes >= 0
                        && frameBytes >= 0
                        && bytesPerImage >= 0,
                "beta, bits, images and all bytes must be 0 or more");
    }

    /** The file {@value #FILE} of a folder. */
    public static RecordFile<BytesPoint> in(Path folder) {
        return new RecordFile<>(
                folder.resolve(FILE), BytesPoint.class, "codec", "model", "beta", "bits", "seed", "split", "scope");
    }

    /** Whether the other one says what this one says anew: it differs in nothing but what was measured, and how. */
    public boolean isSameAs(BytesPoint other) {
        return codec.equals(other.codec)
                && model.equals(other.model)
                && beta == other.beta
                && bits == other.bits
                && seed == other.seed
                && split.equals(other.split)
                && scope.equals(other.scope);
    }

    /** Adds this point to the file of a folder, in place of the one that says the same, if any. */
    public void addTo(Path folder) {
        RecordFile<BytesPoint> file = in(folder);
        List<BytesPoint> points = new ArrayList<>(file.read());
        points.removeIf(this::isSameAs);
        points.add(this);
        file.write(points);
    }

    private static void requireOneOf(String field, String value, String one, String other) {
        require(
                value.equals(one) || value.equals(other),
                "%s must be %s or %s, not '%s'".formatted(field, one, other, value));
    }

    private static void requirePercent(String field, double value) {
        require(value >= 0 && value <= 100, "%s must be 0 to 100 percent, not %s".formatted(field, value));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
