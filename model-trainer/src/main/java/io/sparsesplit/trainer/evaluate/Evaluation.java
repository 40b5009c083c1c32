package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.model.artifact.Manifest.Measured;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.Frame;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Tail;
import io.sparsesplit.trainer.data.LabelledImages;
import java.util.OptionalDouble;

/**
 * Counts over labelled images. Every image takes the very way it takes when served, image by image, features through the
 * codec and back: what is counted here is what a client gets.
 *
 * @param images how many
 * @param exitCorrect of the last exit, asked for every image
 * @param tailCorrect of the tail, asked for every image
 * @param cascadeCorrect of exits and tail together, at the exits' thresholds
 * @param localExits images that an exit answered
 * @param offloads the bytes of the images that no exit answered
 * @param all the bytes, had every image been sent
 */
public record Evaluation(
        int images,
        int exitCorrect,
        int tailCorrect,
        int cascadeCorrect,
        int localExits,
        Traffic offloads,
        Traffic all) {

    /**
     * What travels.
     *
     * @param messages how many
     * @param idealBits of them all under what the codec expects of features
     * @param payloadBytes of them all
     */
    public record Traffic(int messages, double idealBits, long payloadBytes) {

        /** A mean; 0 when there is no message. */
        public double idealBytesPerMessage() {
            return messages == 0 ? 0 : idealBits / Byte.SIZE / messages;
        }

        /** A mean; 0 when there is no message. */
        public double payloadBytesPerMessage() {
            return messages == 0 ? 0 : (double) payloadBytes / messages;
        }

        /** A mean over frames that travel alone; 0 when there is no message. */
        public double frameBytesPerMessage() {
            return messages == 0 ? 0 : payloadBytesPerMessage() + Frame.OVERHEAD_BYTES;
        }

        private Traffic plus(double ideal, int payload) {
            return new Traffic(messages + 1, idealBits + ideal, payloadBytes + payload);
        }
    }

    public static Evaluation of(
            Head head, FeatureCodec codec, Tail tail, Preprocessing preprocessing, LabelledImages images) {
        int exitCorrect = 0;
        int tailCorrect = 0;
        int cascadeCorrect = 0;
        int localExits = 0;
        Traffic offloads = new Traffic(0, 0, 0);
        Traffic all = offloads;
        for (int i = 0; i < images.size(); i++) {
            float[] input = preprocessing.input(images.picture(i));
            ExitDecision decision = head.decide(input, OptionalDouble.empty());
            ExitDecision.Continue onward = (ExitDecision.Continue) head.decide(input, OptionalDouble.of(Head.NEVER));
            byte[] payload = codec.encode(onward.features());
            int exitClass = onward.verdict().classification().classIndex();
            int tailClass = tail.classify(codec.decode(payload)).classIndex();
            boolean local = decision instanceof ExitDecision.Exit;
            int answer = local ? decision.verdict().classification().classIndex() : tailClass;
            exitCorrect += exitClass == images.label(i) ? 1 : 0;
            tailCorrect += tailClass == images.label(i) ? 1 : 0;
            cascadeCorrect += answer == images.label(i) ? 1 : 0;
            localExits += local ? 1 : 0;
            double ideal = codec.idealBits(onward.features());
            all = all.plus(ideal, payload.length);
            offloads = local ? offloads : offloads.plus(ideal, payload.length);
        }
        return new Evaluation(images.size(), exitCorrect, tailCorrect, cascadeCorrect, localExits, offloads, all);
    }

    /** For the manifest. */
    public Measured measured() {
        return new Measured(images, exitAccuracy(), tailAccuracy(), cascadeAccuracy(), localExitRate());
    }

    /** Percent. */
    public double exitAccuracy() {
        return percent(exitCorrect);
    }

    /** Percent. */
    public double tailAccuracy() {
        return percent(tailCorrect);
    }

    /** Percent. */
    public double cascadeAccuracy() {
        return percent(cascadeCorrect);
    }

    /** Percent. */
    public double localExitRate() {
        return percent(localExits);
    }

    /** Mean over all images, whoever answered. */
    public double payloadBytesPerImage() {
        return (double) offloads.payloadBytes() / images;
    }

    private double percent(int count) {
        return 100.0 * count / images;
    }
}
