package io.sparsesplit.cloud.protocol;

import io.sparsesplit.model.artifact.ArtifactException;
import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.artifact.Fingerprint;
import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.image.ImageDecoder.Limits;
import io.sparsesplit.service.models.HeldVersions;
import io.sparsesplit.service.protocol.ProtocolException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** The heads of the models held, each loaded when the first whole image asks for it, and kept as long as its tail is. */
@Component
class WholeModels {

    private final ModelRepository repository;
    private final HeldVersions<CloudModel> versions;
    private final Map<Fingerprint, WholeModel> whole = new ConcurrentHashMap<>();

    WholeModels(ModelRepository repository, HeldVersions<CloudModel> versions) {
        this.repository = repository;
        this.versions = versions;
        versions.listen(held -> whole.keySet()
                .retainAll(held.stream().map(CloudModel::fingerprint).collect(Collectors.toSet())));
    }

    /**
     * What is held of a version.
     *
     * @throws ProtocolException when nothing is
     */
    CloudModel held(String name, @Nullable String version) {
        return versions.find(name, version)
                .orElseThrow(() -> new ProtocolException(
                        HttpStatus.NOT_FOUND,
                        "Model %s%s is not held: ask for one of %s."
                                .formatted(
                                        name,
                                        version == null ? "" : " " + version,
                                        versions.all().stream()
                                                .map(model -> model.manifest().name() + " "
                                                        + model.manifest().version())
                                                .toList())));
    }

    /** The versions of a model that are held. */
    List<String> versions(String name) {
        return versions.all().stream()
                .map(CloudModel::manifest)
                .filter(manifest -> manifest.name().equals(name))
                .map(Manifest::version)
                .toList();
    }

    /**
     * Both halves of a version.
     *
     * @throws ProtocolException when the tail is not held, or the head cannot be loaded
     */
    WholeModel choose(String name, @Nullable String version) {
        CloudModel tail = held(name, version);
        return whole.computeIfAbsent(tail.fingerprint(), fingerprint -> load(tail));
    }

    private WholeModel load(CloudModel tail) {
        Manifest manifest = tail.manifest();
        try {
            EdgeModel head = repository.loadEdge(manifest.name(), manifest.version());
            if (!head.fingerprint().equals(tail.fingerprint())) {
                throw new ArtifactException("its head is of another model");
            }
            return new WholeModel(head, tail, new ImageDecoder(manifest.preprocessing(), Limits.DEFAULT));
        } catch (ArtifactException e) {
            throw new ProtocolException(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "The head of %s %s cannot be loaded here: %s. Send features to /complete, or images to an edge."
                            .formatted(manifest.name(), manifest.version(), e.getMessage()));
        }
    }
}
