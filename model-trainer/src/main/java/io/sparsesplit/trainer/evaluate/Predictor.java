package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Tail;
import java.util.OptionalDouble;

/**
 * Asks both halves of a model about single images. An image takes the same way as in the services: the head decides, and features
 * are encoded and decoded before the tail reads them.
 *
 * @param head part on the edge
 * @param codec codec of the features
 * @param tail part in the cloud
 * @param preprocessing way from picture to input vector
 */
public record Predictor(Head head, FeatureCodec codec, Tail tail, Preprocessing preprocessing) {

    /**
     * Asks every part about an image, at the thresholds of the head.
     *
     * @param picture {@code channels * height * width} unsigned samples, planar, of the preprocessing's size
     */
    public Prediction predict(byte[] picture) {
        float[] input = preprocessing.input(picture);
        ExitDecision decision = head.decide(input, OptionalDouble.empty());
        ExitDecision.Continue onward = (ExitDecision.Continue) head.decide(input, OptionalDouble.of(Head.NEVER));
        byte[] payload = codec.encode(onward.features());
        return new Prediction(
                decision.exitScore(),
                onward.exitScore().classification(),
                tail.classify(codec.decode(payload)),
                codec.idealBits(onward.features()),
                payload.length);
    }
}
