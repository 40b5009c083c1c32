package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.model.artifact.Manifest.Measured;
import io.sparsesplit.model.codec.FeatureCodec;
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
 * @param payloadBytes of the images that no exit answered, in all
 */
public record Evaluation(
        int images, int exitCorrect, int tailCorrect, int cascadeCorrect, int localExits, long payloadBytes) {

    public static Evaluation of(
            Head head, FeatureCodec codec, Tail tail, Preprocessing preprocessing, LabelledImages images) {
        int exitCorrect = 0;
        int tailCorrect = 0;
        int cascadeCorrect = 0;
        int localExits = 0;
        long payloadBytes = 0;
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
            payloadBytes += local ? 0 : payload.length;
        }
        return new Evaluation(images.size(), exitCorrect, tailCorrect, cascadeCorrect, localExits, payloadBytes);
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

    /** Mean over the images that travel; 0 when none does. */
    public double payloadBytesPerOffload() {
        return localExits == images ? 0 : (double) payloadBytes / (images - localExits);
    }

    /** Mean over all images. */
    public double payloadBytesPerImage() {
        return (double) payloadBytes / images;
    }

    private double percent(int count) {
        return 100.0 * count / images;
    }
}
