package io.sparsesplit.cloud.protocol;

import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.model.network.Head;
import java.util.OptionalDouble;

/**
 * Both halves of a model. Features go through the standard codec between them, as they would on their way from an edge: the
 * answer is the same.
 *
 * @param head the edge's part
 * @param tail the cloud's part
 * @param decoder from image files to inputs
 */
record WholeModel(EdgeModel head, CloudModel tail, ImageDecoder decoder) {

    Classification classify(byte[] file) {
        return classify(decoder.decode(file));
    }

    /** Of a picture that need not be decoded or fitted. */
    Classification classifyPicture(byte[] picture) {
        return classify(decoder.preprocessing().input(picture));
    }

    private Classification classify(float[] input) {
        ExitDecision.Continue unsure =
                (ExitDecision.Continue) head.head().decide(input, OptionalDouble.of(Head.NEVER));
        FeatureCodec codec = tail.codecs().standard();
        return tail.tail().classify(codec.decode(codec.encode(unsure.features())));
    }
}
