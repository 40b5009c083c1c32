package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Tail;
import java.util.OptionalDouble;

/**
 * Both halves of a model, asked image by image. Every image takes the way that it takes when served: the head decides, features
 * go through the codec and back.
 *
 * @param head part on the edge
 * @param codec of the features
 * @param tail part in the cloud
 * @param preprocessing from picture to input vector
 */
public record Predictor(Head head, FeatureCodec codec, Tail tail, Preprocessing preprocessing) {

    /**
     * Asks every part for an image.
     *
     * @param picture {@code channels * height * width} unsigned samples, planar, of the preprocessing's size
     */
    public Prediction predict(byte[] picture) {
        float[] input = preprocessing.input(picture);
        ExitDecision decision = head.decide(input, OptionalDouble.empty());
        ExitDecision.Continue onward = (ExitDecision.Continue) head.decide(input, OptionalDouble.of(Head.NEVER));
        byte[] payload = codec.encode(onward.features());
        Classification confident =
                decision instanceof ExitDecision.Exit ? decision.verdict().classification() : null;
        return new Prediction(
                onward.verdict().classification(),
                tail.classify(codec.decode(payload)),
                confident,
                codec.idealBits(onward.features()),
                payload.length);
    }
}
