package io.sparsesplit.trainer.novelty;

import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.image.ImageDecoder.Limits;
import io.sparsesplit.model.image.ImageException;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.trainer.data.DataException;
import io.sparsesplit.trainer.novelty.Detection.ScoredPicture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads pictures of no class of a model: all image files in a folder and the folders below it. */
final class UnknownPictures {

    /** Limits of the data sets of {@code train}. */
    private static final Limits LIMITS = new Limits(64 << 20, 50_000_000);

    private static final int NAMED = 10;

    private UnknownPictures() {}

    /** Holds what became of a file: a scored picture, or the reason why there is none. */
    private record Outcome(
            Path file,
            @Nullable ScoredPicture picture,
            @Nullable String fault) {}

    /**
     * Scores all pictures, in the order of their paths; what begins with a dot is not looked at.
     *
     * @param preprocessing preprocessing of the model
     * @param score score of an input vector; asked by several threads at once
     * @param log told of files that cannot be used
     * @throws DataException when there is no such folder, or no picture in it that can be used
     */
    static List<ScoredPicture> scored(
            Path folder, Preprocessing preprocessing, Function<float[], ScoredPicture> score, PrintWriter log) {
        if (!Files.isDirectory(folder)) {
            throw new DataException(
                    "--unknown %s is no folder: name one with pictures of none of the classes.".formatted(folder));
        }
        ImageDecoder decoder = new ImageDecoder(preprocessing, LIMITS);
        List<Outcome> outcomes = files(folder).parallelStream()
                .map(file -> outcome(file, decoder, score))
                .toList();
        report(folder, outcomes, log);
        List<ScoredPicture> pictures =
                outcomes.stream().map(Outcome::picture).filter(Objects::nonNull).toList();
        if (pictures.isEmpty()) {
            throw new DataException("--unknown %s holds no picture that can be read.".formatted(folder));
        }
        return pictures;
    }

    private static void report(Path folder, List<Outcome> outcomes, PrintWriter log) {
        List<Outcome> faults =
                outcomes.stream().filter(outcome -> outcome.fault() != null).toList();
        faults.stream()
                .limit(NAMED)
                .forEach(outcome ->
                        log.printf("%s is left out: %s%n", folder.relativize(outcome.file()), outcome.fault()));
        if (faults.size() > NAMED) {
            log.printf("%d further files are left out.%n", faults.size() - NAMED);
        }
        log.flush();
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> !isHidden(folder.relativize(file)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isHidden(Path relative) {
        for (Path name : relative) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static Outcome outcome(Path file, ImageDecoder decoder, Function<float[], ScoredPicture> score) {
        try {
            if (Files.size(file) > LIMITS.maxBytes()) {
                throw ImageDecoder.tooManyBytes(LIMITS.maxBytes());
            }
            return new Outcome(file, score.apply(decoder.decode(Files.readAllBytes(file))), null);
        } catch (ImageException e) {
            return new Outcome(file, null, e.getMessage());
        } catch (IOException e) {
            return new Outcome(file, null, "It cannot be read: " + e);
        }
    }
}
