package io.sparsesplit.trainer.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Data sets in MNIST's four IDX files, in one folder, plain or gzipped. */
public final class Mnist {

    /** The four files, as they are distributed. */
    public static final List<String> FILES = List.of(
            "train-images-idx3-ubyte.gz",
            "train-labels-idx1-ubyte.gz",
            "t10k-images-idx3-ubyte.gz",
            "t10k-labels-idx1-ubyte.gz");

    private static final String GZIP = ".gz";

    private Mnist() {}

    /** Whether a file is there, plain or gzipped. */
    static boolean lies(Path folder, String name) {
        return Files.isRegularFile(folder.resolve(name)) || Files.isRegularFile(folder.resolve(plain(name)));
    }

    /**
     * Reads the files of a folder. Classes are numbers; those of the training set count.
     *
     * @throws DataException when a file is missing or is not what it should be
     */
    static DataSource source(Path folder, DataSplit division) {
        List<IdxFile> files = new ArrayList<>();
        SortedMap<String, String> sha256 = new TreeMap<>();
        for (String name : FILES) {
            IdxFile file = IdxFile.read(find(folder, name), name.contains("images") ? 3 : 1);
            sha256.put(plain(name), file.sha256());
            files.add(file);
        }
        Examples train = images(FILES.get(0), files.get(0), files.get(1));
        Examples test = images(FILES.get(2), files.get(2), files.get(3));
        return new DataSource(DataSource.Kind.IDX, DataSource.labels(train), division.lastHeldOut(train, test), sha256);
    }

    private static Examples images(String name, IdxFile images, IdxFile labels) {
        if (images.dimension(0) != labels.dimension(0)) {
            throw new DataException(
                    "there are %d images, but %d labels".formatted(images.dimension(0), labels.dimension(0)));
        }
        if (images.dimension(1) < 1 || images.dimension(2) < 1) {
            throw new DataException("%s holds images of %d x %d pixels"
                    .formatted(plain(name), images.dimension(2), images.dimension(1)));
        }
        String[] names = new String[labels.dimension(0)];
        Arrays.setAll(
                names,
                i -> Integer.toString(Byte.toUnsignedInt(labels.elements()[i])).intern());
        return new StoredExamples(
                "image %d of " + plain(name),
                images.dimension(2),
                images.dimension(1),
                pictures(images),
                names,
                IntStream.range(0, names.length).toArray());
    }

    private static byte[][] pictures(IdxFile images) {
        int length = images.dimension(1) * images.dimension(2);
        byte[][] pictures = new byte[images.dimension(0)][];
        Arrays.setAll(pictures, i -> Arrays.copyOfRange(images.elements(), i * length, (i + 1) * length));
        return pictures;
    }

    private static Path find(Path folder, String name) {
        for (Path file : List.of(folder.resolve(name), folder.resolve(plain(name)))) {
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        throw new DataException(
                "%s has no %s or %s; 'sparsesplit download mnist' fetches them".formatted(folder, plain(name), name));
    }

    private static String plain(String name) {
        return name.substring(0, name.length() - GZIP.length());
    }
}
