package io.sparsesplit.trainer.train;

import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Tail;
import io.sparsesplit.trainer.calibrate.Scores;
import io.sparsesplit.trainer.data.LabelledImages;
import java.util.List;

/**
 * A trained network, cut in two.
 *
 * @param preprocessing what the head sees of a picture
 * @param head edge's part, with exits that are not calibrated
 * @param tail cloud's part
 * @param codecs ways for features to travel between them
 * @param outcomes what became of the phases of its training
 */
record TrainedSplit(
        Preprocessing preprocessing, Head head, Tail tail, FeatureCodecs codecs, List<PhaseOutcome> outcomes) {

    /** Returns what exits and tail say of images. */
    Scores scores(LabelledImages images) {
        return Scores.of(
                head,
                codecs.standard(),
                tail,
                images.size(),
                image -> preprocessing.input(images.picture(image)),
                images::label);
    }

    /** Returns the digest of images as the head reads them, see {@link Scores#sha256}. */
    String sha256(LabelledImages images) {
        return Scores.sha256(images.size(), image -> preprocessing.input(images.picture(image)), images::label);
    }
}
