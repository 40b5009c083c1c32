package io.sparsesplit.cloud.classify;

import io.sparsesplit.cloud.LoadedModels;
import io.sparsesplit.model.artifact.ArtifactException;
import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.artifact.Fingerprint;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Both halves of the models loaded. A head is loaded when the first image asks for it, as most clouds are never sent one, and
 * goes with its tail.
 */
@Component
public class WholeModels {

    private static final Logger LOG = LoggerFactory.getLogger(WholeModels.class);

    private final LoadedModels loaded;
    private final ModelRepository repository;
    private final ClassificationProperties limits;
    private final Map<Fingerprint, WholeModel> whole = new ConcurrentHashMap<>();

    WholeModels(LoadedModels loaded, ModelRepository repository, ClassificationProperties limits) {
        this.loaded = loaded;
        this.repository = repository;
        this.limits = limits;
    }

    /**
     * The model whose fingerprint begins with these digits.
     *
     * @param prefix hexadecimal; null for the default
     * @throws ProblemException when there is none such, or more than one, or its head cannot be loaded
     */
    WholeModel of(@Nullable String prefix) {
        List<CloudModel> all = loaded.all();
        return of(prefix == null ? all.get(0) : beginningWith(prefix, all));
    }

    /**
     * Both halves of a model whose tail is loaded.
     *
     * @throws ProblemException when its head cannot be loaded
     */
    public WholeModel of(CloudModel model) {
        WholeModel known = whole.get(model.fingerprint());
        return known == null ? load(model, loaded.all()) : known;
    }

    private CloudModel beginningWith(String prefix, List<CloudModel> all) {
        if (!prefix.matches("[0-9a-f]{4,64}")) {
            throw new ProblemException(
                    Problem.BAD_PARAMETER,
                    "model is '%s': write the first 4 to 64 hexadecimal digits of a model's fingerprint."
                            .formatted(prefix));
        }
        List<CloudModel> alike = all.stream()
                .filter(model -> model.fingerprint().toString().startsWith(prefix))
                .toList();
        if (alike.isEmpty()) {
            throw new ProblemException(
                    Problem.UNKNOWN_FINGERPRINT,
                    "No model is held whose fingerprint begins with %s: use one of those in 'held' on both sides."
                            .formatted(prefix),
                    Map.of("held", loaded.summaries()));
        } else if (alike.size() > 1) {
            throw new ProblemException(
                    Problem.BAD_PARAMETER,
                    "%d models have fingerprints that begin with %s: write more digits."
                            .formatted(alike.size(), prefix));
        }
        return alike.get(0);
    }

    private synchronized WholeModel load(CloudModel model, List<CloudModel> all) {
        whole.keySet().retainAll(all.stream().map(CloudModel::fingerprint).collect(Collectors.toSet()));
        return whole.computeIfAbsent(model.fingerprint(), fingerprint -> read(model));
    }

    private WholeModel read(CloudModel model) {
        String name = model.manifest().name();
        String version = model.manifest().version();
        try {
            EdgeModel head = repository.loadEdge(name, version);
            if (head.fingerprint().equals(model.fingerprint())) {
                return new WholeModel(
                        model, head, new ImageDecoder(model.manifest().preprocessing(), limits.toLimits()));
            }
            LOG.error("The folder of {} {} has another model than was loaded from it", name, version);
        } catch (ArtifactException e) {
            LOG.error("The head of {} {} cannot be loaded: {}", name, version, e.getMessage());
        }
        throw new ProblemException(
                Problem.UNKNOWN_MODEL,
                "The head of %s %s cannot be loaded here: send features to /complete instead."
                        .formatted(name, version));
    }
}
