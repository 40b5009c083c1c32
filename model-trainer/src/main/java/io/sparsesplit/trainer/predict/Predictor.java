package io.sparsesplit.trainer.predict;

import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.image.ImageDecoder.Limits;
import io.sparsesplit.model.image.Picture;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.trainer.evaluate.SplitModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** Takes images the way that edge and cloud take them: the same decoder, head, codec and tail, in one process. */
final class Predictor {

    /** More than an edge accepts by default: nobody sends these files. */
    private static final Limits LIMITS = new Limits(64 << 20, 50_000_000);

    private final SplitModel model;
    private final Preprocessing preprocessing;
    private final ImageDecoder decoder;

    Predictor(SplitModel model) {
        this.model = model;
        this.preprocessing = model.manifest().preprocessing();
        this.decoder = new ImageDecoder(preprocessing, LIMITS);
    }

    /**
     * Returns what the network sees of an image file: samples as {@link Preprocessing#picture} makes them.
     *
     * @throws IOException when the file cannot be read
     * @throws io.sparsesplit.model.image.ImageException when it is no image that can be used
     */
    byte[] seen(Path file) throws IOException {
        if (Files.isRegularFile(file) && Files.size(file) > LIMITS.maxBytes()) {
            throw ImageDecoder.tooManyBytes(LIMITS.maxBytes());
        }
        return preprocessing.picture(decoder.picture(Files.readAllBytes(file)));
    }

    /** Returns the answer for what the network sees, at the thresholds of the manifest. */
    Prediction predict(byte[] seen) {
        float[] input = preprocessing.input(seen);
        ExitDecision decision = model.edge().head().decide(input, OptionalDouble.empty());
        boolean onEdge = decision instanceof ExitDecision.Exit;
        return new Prediction(
                onEdge ? decision.verdict().classification() : model.tailAnswer(input), onEdge, decision.verdict());
    }

    /** Returns the picture that the network sees; samples that are none of its inputs are black. */
    Picture picture(byte[] seen) {
        byte[] samples = new byte[seen.length];
        for (int input = 0; input < preprocessing.selected(); input++) {
            int sample = preprocessing.sample(input);
            samples[sample] = seen[sample];
        }
        return new Picture(preprocessing.width(), preprocessing.height(), preprocessing.channels(), samples);
    }
}
