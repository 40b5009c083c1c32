package io.sparsesplit.trainer.train;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.model.codec.Quantizer;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Layer;
import java.util.Arrays;

/** Codecs fitted to the features that training images have. */
final class Codecs {

    private Codecs() {}

    /**
     * The codecs of a model.
     *
     * @param standard the one that features travel with
     */
    static FeatureCodecs fit(Codec standard, Head head, Inputs training) {
        return new FeatureCodecs(
                standard, head.features(), 0, standard == Codec.FLOAT32 ? null : quantizer(head, training), null);
    }

    /** As many levels as there can be, over the range that a channel has among the training images. */
    private static Quantizer quantizer(Head head, Inputs training) {
        float[] low = new float[head.features()];
        float[] high = new float[head.features()];
        Arrays.fill(low, Float.POSITIVE_INFINITY);
        Arrays.fill(high, Float.NEGATIVE_INFINITY);
        for (int image = 0; image < training.size(); image++) {
            float[] features = training.vector(image);
            for (Layer layer : head.layers()) {
                features = layer.forward(features);
            }
            for (int i = 0; i < features.length; i++) {
                low[i] = Math.min(low[i], features[i]);
                high[i] = Math.max(high[i], features[i]);
            }
        }
        return Quantizer.over(low, high, Quantizer.MAX_LEVELS);
    }
}
