package io.sparsesplit.trainer.up;

import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.model.image.Fit;
import io.sparsesplit.model.image.Picture;
import io.sparsesplit.trainer.predict.ImageArguments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The images of a demonstration: pictures of what the model knows, or none. */
final class DemoImages {

    private static final int MOST = 10;

    private static final List<String> DIGITS =
            IntStream.range(0, 10).mapToObj(Integer::toString).toList();

    private DemoImages() {}

    /**
     * Returns the images to show.
     *
     * @param home the project's folder, with PNG files in {@code samples}
     * @param given folder of the user's images; null for the samples
     * @return absolute paths, at most {@value #MOST}; none when the samples do not fit the model
     * @throws StartException when a folder holds no images
     */
    static List<Path> of(Manifest model, Path home, @Nullable Path given) throws IOException {
        if (given == null && !readsDrawnDigits(model)) {
            return List.of();
        }
        Path folder = given == null ? home.resolve("samples") : given;
        ImageArguments images = ImageArguments.of(List.of(folder.toString()));
        if (images.files().isEmpty() || !images.faults().isEmpty()) {
            throw new StartException("There are no images in %s%s."
                    .formatted(folder, given == null ? ": 'sparsesplit samples' makes them" : ""));
        }
        List<Path> files = images.files();
        int shown = Math.min(MOST, files.size());
        return IntStream.range(0, shown)
                .mapToObj(i -> files.get(i * files.size() / shown).toAbsolutePath())
                .toList();
    }

    /** Photographs of digits are told from drawn ones by what the network sees of them. */
    private static boolean readsDrawnDigits(Manifest model) {
        return model.labels().equals(DIGITS)
                && model.preprocessing().fit() == Fit.STROKES
                && model.preprocessing().channels() == Picture.GREY;
    }
}
