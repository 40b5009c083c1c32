package io.sparsesplit.cloud;

import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.codec.SealedFrame;
import io.sparsesplit.service.catalog.LoadedVersions;
import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The models whose features can be completed; they may change at any time, see {@link LoadedVersions}. */
@Component
public class LoadedModels {

    private final LoadedVersions<CloudModel> versions;

    public LoadedModels(LoadedVersions<CloudModel> versions) {
        this.versions = versions;
    }

    /** What the outside sees of a model. */
    @Schema(name = "Held")
    public record Loaded(String name, String version, String fingerprint) {

        public static Loaded of(CloudModel model) {
            return new Loaded(
                    model.manifest().name(),
                    model.manifest().version(),
                    model.fingerprint().toString());
        }
    }

    /**
     * The model of a frame: of those whose fingerprints begin alike the one that its checksum fits, or any when it fits none.
     *
     * @throws ProblemException naming the models that are loaded, when no fingerprint begins like that of the frame's
     */
    public CloudModel of(SealedFrame frame) {
        List<CloudModel> all = versions.all();
        List<CloudModel> alike = all.stream()
                .filter(model -> model.fingerprint().startsWith(frame.prefix()))
                .toList();
        if (alike.isEmpty()) {
            throw new ProblemException(
                    Problem.UNKNOWN_FINGERPRINT,
                    "No model is held whose fingerprint begins with %s: use one of those in 'held' on both sides."
                            .formatted(HexFormat.of().formatHex(frame.prefix())),
                    Map.of("held", all.stream().map(Loaded::of).toList()));
        }
        return alike.stream()
                .filter(model -> frame.isOf(model.fingerprint().toBytes()))
                .findFirst()
                .orElse(alike.get(0));
    }

    /** All of them, the default first. */
    public List<CloudModel> all() {
        return versions.all();
    }

    /** All of them as the outside sees them, the default first. */
    public List<Loaded> summaries() {
        return versions.all().stream().map(Loaded::of).toList();
    }
}
