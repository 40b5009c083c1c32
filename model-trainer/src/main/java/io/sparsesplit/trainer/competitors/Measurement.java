package io.sparsesplit.trainer.competitors;

import io.sparsesplit.trainer.data.Dataset;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.report.BytesPoint;
import io.sparsesplit.trainer.report.ExitPoint;
import io.sparsesplit.trainer.train.WholeNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures bytes and accuracy of competitors. Levels, tables and weights come from the training images; test images are looked
 * at once, after training.
 *
 * @param dataset grey pictures of 28 x 28 pixels
 */
record Measurement(Dataset dataset, CloudNetwork network, String command) {

    /**
     * The points of a competitor on validation and on test images.
     *
     * @param originals those of another one of the same seed that is lossless; empty when this is the first
     * @param progress told of the images of each batch
     */
    List<BytesPoint> of(Competitor competitor, long seed, List<BytesPoint> originals, IntConsumer progress) {
        PictureCodec codec = competitor.codec(dataset.train());
        if (codec.isLossless() && !originals.isEmpty()) {
            // The same pictures, so the same network.
            progress.accept(network.epochs() * dataset.train().size());
            return originals.stream()
                    .map(original ->
                            point(competitor, codec, seed, original.split(), original.accuracy(), original.accuracy()))
                    .toList();
        }
        WholeNetwork trained = network.train(codec, dataset.train(), seed, progress);
        return Stream.of(ExitPoint.VALIDATION, ExitPoint.TEST)
                .map(split -> {
                    double accuracy = trained.accuracy(SeenPictures.of(codec, images(split)));
                    double reference = originals.stream()
                            .filter(original -> original.split().equals(split))
                            .mapToDouble(BytesPoint::accuracy)
                            .findFirst()
                            .orElse(accuracy);
                    return point(competitor, codec, seed, split, accuracy, reference);
                })
                .toList();
    }

    private BytesPoint point(
            Competitor competitor, PictureCodec codec, long seed, String split, double accuracy, double reference) {
        LabelledImages images = images(split);
        Length length = length(codec, images);
        return new BytesPoint(
                competitor.toString(),
                network.shape(codec),
                0,
                0,
                0,
                seed,
                split,
                BytesPoint.ALL,
                0,
                accuracy,
                reference,
                images.size(),
                length.ideal(),
                length.coded(),
                // The body of a request is the message and nothing else.
                length.coded(),
                length.coded(),
                command);
    }

    private LabelledImages images(String split) {
        return split.equals(ExitPoint.TEST) ? dataset.test() : dataset.validation();
    }

    /** Of the messages of images, means in bytes. */
    private record Length(double ideal, double coded) {}

    private static Length length(PictureCodec codec, LabelledImages images) {
        double[] bits = new double[images.size()];
        int[] bytes = new int[images.size()];
        IntStream.range(0, images.size()).parallel().forEach(i -> {
            byte[] message = codec.encode(images.picture(i));
            bits[i] = codec.idealBits(images.picture(i), message);
            bytes[i] = message.length;
        });
        return new Length(
                Arrays.stream(bits).sum() / Byte.SIZE / images.size(),
                Arrays.stream(bytes).average().orElse(0));
    }
}
