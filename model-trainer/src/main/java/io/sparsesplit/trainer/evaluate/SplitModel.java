package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.trainer.data.LabelledImages;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * Holds both halves of one published model.
 *
 * @param edge edge's half, with the head
 * @param cloud cloud's half, with the tail
 */
public record SplitModel(EdgeModel edge, CloudModel cloud) {

    /**
     * Loads both halves of a model.
     *
     * @param folder folder of the model's version, {@code REPOSITORY/NAME/VERSION}
     * @throws io.sparsesplit.model.artifact.ArtifactException when the model cannot be read
     * @throws IllegalArgumentException when that is no such folder
     */
    public static SplitModel load(Path folder) {
        Path version = folder.toAbsolutePath().normalize();
        if (version.getNameCount() < 2) {
            throw new IllegalArgumentException(
                    "%s is not the folder of a model's version: name it as REPOSITORY/NAME/VERSION".formatted(folder));
        }
        ModelRepository repository =
                new ModelRepository(version.resolve("../..").normalize());
        String name = String.valueOf(version.getName(version.getNameCount() - 2));
        String number = String.valueOf(version.getFileName());
        return new SplitModel(repository.loadEdge(name, number), repository.loadCloud(name, number));
    }

    /** Returns the manifest, which both halves have in common. */
    public Manifest manifest() {
        return edge.manifest();
    }

    /** Returns how many bytes the standard codec's prior expects of a message; empty when the codec has none. */
    public OptionalDouble expectedBytes() {
        return edge.codecs().prior().isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        CodecTable.expectedBits(edge.codecs().prior().orElseThrow()) / Byte.SIZE);
    }

    /** Returns a predictor at the thresholds of the manifest, with features in the standard codec. */
    public Predictor predictor() {
        return new Predictor(
                edge.head(), edge.codecs().standard(), cloud.tail(), manifest().preprocessing());
    }

    /** Counts what the model makes of labelled images, at the thresholds of the manifest. */
    public Evaluation evaluate(LabelledImages images) {
        return Evaluation.of(predictor(), images);
    }
}
