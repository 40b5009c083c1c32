package io.sparsesplit.trainer.bytes;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.trainer.calibrate.Calibrated;
import io.sparsesplit.trainer.calibrate.CalibrationTarget;
import io.sparsesplit.trainer.calibrate.Scores;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.evaluate.Evaluation;
import io.sparsesplit.trainer.report.ExitPoint;
import io.sparsesplit.trainer.train.SplitNetworks;
import io.sparsesplit.trainer.train.SplitNetworks.Trained;

/**
 * A network as it would be served: with the threshold that {@code sparsesplit train} would choose.
 *
 * @param networks that it is one of
 * @param trained its parts, not calibrated
 * @param head with temperature and threshold
 */
record Served(SplitNetworks networks, Trained trained, Head head) {

    private static final CalibrationTarget WISH = new CalibrationTarget(CalibrationTarget.Kind.MAX_LOSS, 0.1, 0.95);

    static Served of(SplitNetworks networks, Trained trained) {
        LabelledImages validation = networks.dataset().validation();
        Scores scores = Scores.of(
                trained.head(),
                trained.codecs().standard(),
                trained.tail(),
                validation.size(),
                i -> networks.preprocessing().input(validation.picture(i)),
                validation::label);
        return new Served(
                networks,
                trained,
                Calibrated.of(trained.head(), scores, Criterion.MAX_SOFTMAX, WISH, "")
                        .head());
    }

    /** What it makes of the images of a split when features travel by a codec. */
    Evaluation on(String split, Codec codec) {
        return Evaluation.of(
                head,
                trained.codecs().of(codec).orElseThrow(),
                trained.tail(),
                networks.preprocessing(),
                split.equals(ExitPoint.TEST)
                        ? networks.dataset().test()
                        : networks.dataset().validation());
    }
}
