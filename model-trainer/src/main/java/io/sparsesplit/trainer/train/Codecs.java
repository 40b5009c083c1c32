package io.sparsesplit.trainer.train;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.Float32Codec;
import io.sparsesplit.model.codec.Uint8Codec;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Layer;
import java.util.Arrays;

/** Codecs fitted to the features that training images have. */
final class Codecs {

    private Codecs() {}

    static FeatureCodec fit(Codec codec, Head head, Inputs training) {
        return switch (codec) {
            case FLOAT32 -> new Float32Codec(head.features());
            case UINT8 -> uint8(head, training);
        };
    }

    /** The range of a channel is that of the training images. */
    private static Uint8Codec uint8(Head head, Inputs training) {
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
        return new Uint8Codec(low, high);
    }
}
