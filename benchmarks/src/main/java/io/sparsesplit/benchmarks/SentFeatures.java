package io.sparsesplit.benchmarks;

import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.codec.Features;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.ExitDecision.Continue;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.trainer.data.DataFolder;
import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.evaluate.SplitModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a published model sends of test images when none of its exits may answer.
 *
 * @param edge the model's head and codecs
 * @param source which images they are of, to be read by a person
 * @param features of each image
 */
record SentFeatures(EdgeModel edge, String source, List<Features> features) {

    private static final int SYNTHETIC_IMAGES = 10_000;

    /**
     * Runs the head.
     *
     * @param model folder of its version
     * @param data the data set whose test images are taken; null for MNIST where {@code sparsesplit download mnist} puts it, or
     *     synthetic images when it is not there
     * @throws IllegalArgumentException when there is no such model, or no synthetic images can be made for it
     */
    static SentFeatures of(Path model, @Nullable Path data) {
        EdgeModel edge = SplitModel.load(model).edge();
        Preprocessing preprocessing = edge.manifest().preprocessing();
        boolean real = data != null || Files.isDirectory(DataFolder.mnist());
        LabelledImages images = real
                ? DataOption.of(data == null ? DataFolder.mnist() : data)
                        .test(preprocessing, edge.manifest().labels())
                : synthetic(preprocessing, edge.head().classes());
        List<Features> features = IntStream.range(0, images.size())
                .mapToObj(
                        i -> edge.head().decide(preprocessing.input(images.picture(i)), OptionalDouble.of(Head.NEVER)))
                .map(decision -> ((Continue) decision).features())
                .toList();
        return new SentFeatures(edge, real ? "test images" : "synthetic images", features);
    }

    private static LabelledImages synthetic(Preprocessing preprocessing, int classes) {
        if (preprocessing.channels() != 1 || preprocessing.width() != preprocessing.height()) {
            throw new IllegalArgumentException(
                    "There are synthetic images for square grey pictures only: name a data set of the model with --data DIR.");
        }
        return SyntheticImages.of(SYNTHETIC_IMAGES, preprocessing.width(), classes, 1);
    }
}
