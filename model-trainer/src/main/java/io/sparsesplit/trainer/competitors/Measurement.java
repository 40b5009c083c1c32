package io.sparsesplit.trainer.competitors;

import io.sparsesplit.trainer.data.Dataset;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.report.BytesPoint;
import io.sparsesplit.trainer.report.ExitPoint;
import io.sparsesplit.trainer.train.WholeNetwork;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures bytes and accuracy of competitors. Levels, tables and weights come from the training images; test images are looked
 * at once, after training.
 *
 * @param dataset grey pictures of 28 x 28 pixels
 */
record Measurement(Dataset dataset, CloudNetwork network, String command) {

    /**
     * The point of a competitor.
     *
     * @param original the point of another one of the same seed that is lossless; null when this is the first
     * @param progress told of the images of each batch
     */
    BytesPoint of(Competitor competitor, long seed, @Nullable BytesPoint original, IntConsumer progress) {
        PictureCodec codec = competitor.codec(dataset.train());
        double validation;
        double test;
        if (codec.isLossless() && original != null) {
            // The same pictures, so the same network.
            validation = Objects.requireNonNull(original.validationAccuracy());
            test = original.accuracy();
            progress.accept(network.epochs() * dataset.train().size());
        } else {
            WholeNetwork trained = network.train(codec, dataset.train(), seed, progress);
            validation = trained.accuracy(SeenPictures.of(codec, dataset.validation()));
            test = trained.accuracy(SeenPictures.of(codec, dataset.test()));
        }
        Length length = length(codec);
        return new BytesPoint(
                competitor.toString(),
                network.shape(codec),
                0,
                0,
                seed,
                ExitPoint.TEST,
                BytesPoint.ALL,
                0,
                test,
                original == null ? test : original.accuracy(),
                validation,
                dataset.test().size(),
                length.ideal(),
                length.coded(),
                // The body of a request is the message and nothing else.
                length.coded(),
                length.coded(),
                command);
    }

    /** Of the messages of the test images, means in bytes. */
    private record Length(double ideal, double coded) {}

    private Length length(PictureCodec codec) {
        LabelledImages test = dataset.test();
        double[] bits = new double[test.size()];
        int[] bytes = new int[test.size()];
        IntStream.range(0, test.size()).parallel().forEach(i -> {
            byte[] message = codec.encode(test.picture(i));
            bits[i] = codec.idealBits(test.picture(i), message);
            bytes[i] = message.length;
        });
        return new Length(
                Arrays.stream(bits).sum() / Byte.SIZE / test.size(),
                Arrays.stream(bytes).average().orElse(0));
    }
}
