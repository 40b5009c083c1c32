package io.sparsesplit.cloud;

import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.codec.SealedFrame;
import io.sparsesplit.service.Problem;
import io.sparsesplit.service.ProblemException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The models whose features can be completed.
 *
 * @param all in no particular order
 */
record HeldModels(List<CloudModel> all) {

    /** What the outside sees of a model. */
    record Held(String name, String version, String fingerprint) {

        static Held of(CloudModel model) {
            return new Held(
                    model.manifest().name(),
                    model.manifest().version(),
                    model.fingerprint().toString());
        }
    }

    /**
     * The model of a frame: of those whose fingerprints begin alike the one that its checksum fits, or any when it fits none.
     *
     * @throws ProblemException naming the models that are held, when no fingerprint begins like that of the frame's
     */
    CloudModel of(SealedFrame frame) {
        List<CloudModel> alike = all.stream()
                .filter(model -> model.fingerprint().startsWith(frame.prefix()))
                .toList();
        if (alike.isEmpty()) {
            throw new ProblemException(
                    Problem.UNKNOWN_FINGERPRINT,
                    "No model is held whose fingerprint begins with %s: use one of those in 'held' on both sides."
                            .formatted(HexFormat.of().formatHex(frame.prefix())),
                    Map.of("held", held()));
        }
        return alike.stream()
                .filter(model -> frame.isOf(model.fingerprint().toBytes()))
                .findFirst()
                .orElse(alike.get(0));
    }

    List<Held> held() {
        return all.stream().map(Held::of).toList();
    }
}
