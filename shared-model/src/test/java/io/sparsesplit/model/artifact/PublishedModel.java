package io.sparsesplit.model.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A published sample to be damaged on disk, so that what refuses it is the real loading. */
final class PublishedModel {

    private final ModelRepository repository;
    private final Path folder;

    PublishedModel(Path root, Model model) {
        this.repository = new ModelRepository(root);
        this.folder = repository.publish(model);
    }

    EdgeModel loadEdge() {
        return repository.loadEdge(SampleModel.NAME, SampleModel.VERSION);
    }

    CloudModel loadCloud() {
        return repository.loadCloud(SampleModel.NAME, SampleModel.VERSION);
    }

    Path manifest() {
        return folder.resolve(ModelFiles.MANIFEST);
    }

    Path head() {
        return folder.resolve(ModelFiles.HEAD);
    }

    Path tail() {
        return folder.resolve(ModelFiles.TAIL);
    }

    void editManifest(Consumer<ObjectNode> change) throws IOException {
        ObjectNode manifest = (ObjectNode) new JsonMapper().readTree(Files.readAllBytes(manifest()));
        change.accept(manifest);
        Files.write(manifest(), new JsonMapper().writeValueAsBytes(manifest));
    }

    /** Other tensors in the head's file, with a manifest that agrees. */
    void editHead(Consumer<SortedMap<String, Tensor>> change) throws IOException {
        SortedMap<String, Tensor> tensors = Safetensors.read("head", Files.readAllBytes(head()));
        change.accept(tensors);
        replaceHead(Safetensors.write(tensors));
    }

    /** Other bytes as the head's file, with a manifest that agrees. */
    void replaceHead(byte[] bytes) throws IOException {
        Files.write(head(), bytes);
        editManifest(manifest -> ((ObjectNode) manifest.at("/files/" + ModelFiles.HEAD))
                .put("bytes", bytes.length)
                .put("sha256", Fingerprint.hex(bytes)));
    }
}
