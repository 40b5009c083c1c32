package io.sparsesplit.trainer.train;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.trainer.data.LabelledImages;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Which samples of a picture are worth an input: those that differ most from one training image to the next. No edge is spent
 * where the training images say nothing; equation (4) holds over the inputs that are left.
 */
public final class InputSelection {

    private InputSelection() {}

    /**
     * A preprocessing with so many inputs: the samples of largest standard deviation when there are more samples than inputs,
     * else all of them, filled up with zeros.
     *
     * @param all of whose samples to choose
     * @param images that weights are fitted to, and no others
     */
    public static Preprocessing of(Preprocessing all, LabelledImages images, int inputs) {
        if (inputs >= all.samples()) {
            return all.withInputs(inputs);
        }
        double[] variance = variance(images, all.samples());
        int[] selection = IntStream.range(0, all.samples())
                .boxed()
                .sorted(Comparator.comparingDouble(sample -> -variance[sample]))
                .limit(inputs)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        return all.withSelection(selection, inputs);
    }

    private static double[] variance(LabelledImages images, int samples) {
        long[] sums = new long[samples];
        long[] squares = new long[samples];
        for (int image = 0; image < images.size(); image++) {
            byte[] picture = images.picture(image);
            for (int i = 0; i < samples; i++) {
                int value = picture[i] & 0xFF;
                sums[i] += value;
                squares[i] += (long) value * value;
            }
        }
        double[] variance = new double[samples];
        for (int i = 0; i < samples; i++) {
            double mean = (double) sums[i] / images.size();
            variance[i] = (double) squares[i] / images.size() - mean * mean;
        }
        return variance;
    }
}
