package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.model.artifact.Manifest.Measured;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Tail;
import io.sparsesplit.trainer.data.LabelledImages;
import java.util.List;

/**
 * Holds what a model makes of labelled images, counted in one pass. A {@link Predictor} decides as the services do: what is
 * counted here is what a client gets.
 *
 * @param images number of images
 * @param exit answers of the last exit, asked about every image
 * @param tail answers of the tail, asked about every image
 * @param cascade answers of exits and tail together, at the exits' thresholds
 * @param edge answers of exits alone, on the images that an exit answers
 * @param exitLoss mean cross-entropy of the last exit in nats, at its temperature
 * @param tailLoss mean cross-entropy of the tail in nats
 * @param offloads bytes of the images that no exit answers
 * @param all bytes if every image were sent
 * @param worstMistakes wrong answers of the cascade with most confidence, at most {@value #MISTAKES}, the most confident first
 */
public record Evaluation(
        int images,
        Performance exit,
        Performance tail,
        Performance cascade,
        Performance edge,
        double exitLoss,
        double tailLoss,
        Traffic offloads,
        Traffic all,
        List<Mistake> worstMistakes) {

    /** Number of mistakes that are kept. */
    public static final int MISTAKES = 24;

    /** Asks the two halves of a model about all images, and counts their answers. */
    public static Evaluation of(
            Head head, FeatureCodec codec, Tail tail, Preprocessing preprocessing, LabelledImages images) {
        return of(new Predictor(head, codec, tail, preprocessing), images);
    }

    /** Asks a model about all images, and counts its answers. */
    public static Evaluation of(Predictor predictor, LabelledImages images) {
        int classes = predictor.head().classes();
        Performance exit = new Performance(classes);
        Performance tail = new Performance(classes);
        Performance cascade = new Performance(classes);
        Performance edge = new Performance(classes);
        WorstMistakes worst = new WorstMistakes(MISTAKES);
        double exitLoss = 0;
        double tailLoss = 0;
        Traffic offloads = Traffic.NONE;
        Traffic all = Traffic.NONE;
        for (int i = 0; i < images.size(); i++) {
            Prediction prediction = predictor.predict(images.picture(i));
            int truth = images.label(i);
            Classification served = prediction.served();
            add(exit, truth, prediction.exit());
            add(tail, truth, prediction.tail());
            add(cascade, truth, served);
            exitLoss += loss(truth, prediction.exit());
            tailLoss += loss(truth, prediction.tail());
            all = all.plus(prediction.idealBits(), prediction.payloadBytes());
            if (prediction.isLocal()) {
                add(edge, truth, served);
            } else {
                offloads = offloads.plus(prediction.idealBits(), prediction.payloadBytes());
            }
            if (served.classIndex() != truth) {
                worst.add(new Mistake(i, truth, served.classIndex(), served.probability(), prediction.isLocal()));
            }
        }
        int count = Math.max(1, images.size());
        return new Evaluation(
                images.size(),
                exit,
                tail,
                cascade,
                edge,
                exitLoss / count,
                tailLoss / count,
                offloads,
                all,
                worst.inOrder());
    }

    private static void add(Performance performance, int truth, Classification answer) {
        performance.add(truth, answer.classIndex(), answer.probability());
    }

    /** Returns the cross-entropy in nats; a class without any probability counts as if it had the smallest one that there is. */
    private static double loss(int truth, Classification answer) {
        return -StrictMath.log(Math.max(Float.MIN_VALUE, answer.probabilities()[truth]));
    }

    /** Returns the figures for the manifest. */
    public Measured measured() {
        return new Measured(images, exitAccuracy(), tailAccuracy(), cascadeAccuracy(), localExitRate());
    }

    /** Returns the percentage of the images that the last exit gets right. */
    public double exitAccuracy() {
        return exit.confusion().accuracy();
    }

    /** Returns the percentage of the images that the tail gets right. */
    public double tailAccuracy() {
        return tail.confusion().accuracy();
    }

    /** Returns the percentage of the images that exits and tail together get right. */
    public double cascadeAccuracy() {
        return cascade.confusion().accuracy();
    }

    /** Returns the number of images that an exit answers. */
    public int localExits() {
        return edge.confusion().images();
    }

    /** Returns the percentage of the images that an exit answers. */
    public double localExitRate() {
        return images == 0 ? 0 : 100.0 * localExits() / images;
    }

    /** Returns the mean payload in bytes over all images, whoever answered. */
    public double payloadBytesPerImage() {
        return images == 0 ? 0 : (double) offloads.payloadBytes() / images;
    }
}
