package io.sparsesplit.cloud.classify;

import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.ExitDecision.Continue;
import io.sparsesplit.model.network.Head;
import java.util.OptionalDouble;

/**
 * Both halves of one version of a model.
 *
 * @param cloud its tail
 * @param edge its head
 * @param decoder from image files to its inputs
 */
public record WholeModel(CloudModel cloud, EdgeModel edge, ImageDecoder decoder) {

    /**
     * What the tail makes of an image; no exit answers. Features pass through the model's codec though none travel: the tail
     * was trained on what comes out of it, and the answer is then the one that split computing gives.
     *
     * @throws io.sparsesplit.model.image.ImageException when the image cannot be classified
     */
    public Classification classify(byte[] image) {
        return classify(decoder.decode(image));
    }

    /**
     * What the tail makes of a picture that need not be decoded or fitted.
     *
     * @param picture see {@link io.sparsesplit.model.image.Preprocessing#picture}
     */
    public Classification classifyPicture(byte[] picture) {
        return classify(decoder.preprocessing().input(picture));
    }

    private Classification classify(float[] input) {
        Continue onward = (Continue) edge.head().decide(input, OptionalDouble.of(Head.NEVER));
        FeatureCodec codec = cloud.codecs().standard();
        return cloud.tail().classify(codec.decode(codec.encode(onward.features())));
    }
}
