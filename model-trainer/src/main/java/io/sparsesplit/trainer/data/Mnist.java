package io.sparsesplit.trainer.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A data set in MNIST's four IDX files, in one folder, plain or gzipped.
 *
 * @param train the training images
 * @param test the test images
 * @param sha256 of each file, uncompressed, by its name without {@code .gz}
 */
public record Mnist(LabelledImages train, LabelledImages test, SortedMap<String, String> sha256) {

    /** The four files, as they are distributed. */
    public static final List<String> FILES = List.of(
            "train-images-idx3-ubyte.gz",
            "train-labels-idx1-ubyte.gz",
            "t10k-images-idx3-ubyte.gz",
            "t10k-labels-idx1-ubyte.gz");

    /**
     * Reads the files of a folder.
     *
     * @throws DataException when one is missing or is not what it should be
     */
    public static Mnist read(Path folder) {
        List<IdxFile> files = new ArrayList<>();
        SortedMap<String, String> sha256 = new TreeMap<>();
        for (String name : FILES) {
            String plain = name.substring(0, name.length() - ".gz".length());
            IdxFile file = IdxFile.read(find(folder, plain), name.contains("images") ? 3 : 1);
            sha256.put(plain, file.sha256());
            files.add(file);
        }
        return new Mnist(images(files.get(0), files.get(1)), images(files.get(2), files.get(3)), sha256);
    }

    private static LabelledImages images(IdxFile images, IdxFile labels) {
        if (images.dimension(0) != labels.dimension(0)) {
            throw new DataException(
                    "there are %d images, but %d labels".formatted(images.dimension(0), labels.dimension(0)));
        }
        return new LabelledImages(images.dimension(2), images.dimension(1), images.elements(), labels.elements());
    }

    private static Path find(Path folder, String name) {
        for (String suffix : List.of(".gz", "")) {
            Path file = folder.resolve(name + suffix);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        throw new DataException(
                "%s has no %s or %s.gz; 'sparsesplit download mnist' fetches them".formatted(folder, name, name));
    }
}
