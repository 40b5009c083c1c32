package io.sparsesplit.cloud;

import io.sparsesplit.model.artifact.CloudModel;
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

    /** The model whose fingerprint begins so; a problem naming those that are held when there is none. */
    CloudModel of(byte[] fingerprint) {
        return all.stream()
                .filter(model -> model.fingerprint().startsWith(fingerprint))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        Problem.UNKNOWN_FINGERPRINT,
                        "No model with fingerprint %s is held: use one of those in 'held' on both sides."
                                .formatted(HexFormat.of().formatHex(fingerprint)),
                        Map.of("held", held())));
    }

    List<Held> held() {
        return all.stream().map(Held::of).toList();
    }
}
