package io.sparsesplit.trainer.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A data set as it lies on disk, divided, but not made fit for a network.
 *
 * @param kind what it is made of
 * @param labels of the training images, in the order of the network's outputs
 * @param parts training, validation and test images
 * @param sha256 of each file, uncompressed, by name; empty for image files
 */
record DataSource(Kind kind, List<String> labels, DataSplit.Parts parts, SortedMap<String, String> sha256) {

    /** What data sets are made of. */
    enum Kind {
        IDX,
        CSV,
        IMAGES
    }

    static DataSource open(
            Path path, DataSplit division, CsvLayout layout, @Nullable Grouping grouping, SkippedImages faults) {
        Kind kind = kind(path);
        if (grouping != null && kind != Kind.IMAGES) {
            throw new DataException("--group is for folders of image files, which have paths; %s is made of %s files"
                    .formatted(path, kind));
        }
        return switch (kind) {
            case IDX -> Mnist.source(path, division);
            case CSV -> CsvFiles.source(path, division, layout, faults);
            case IMAGES -> ClassFolders.source(path, division, grouping, faults);
        };
    }

    /**
     * What a data set is made of, by the names of its files.
     *
     * @throws DataException when it is nothing that can be read
     */
    static Kind kind(Path path) {
        if (CsvFiles.isCsv(path)) {
            return Kind.CSV;
        }
        if (!Files.isDirectory(path)) {
            throw new DataException("--data %s is neither a folder nor a CSV file.".formatted(path));
        }
        try (Stream<Path> children = Files.list(path)) {
            List<Path> visible = children.filter(child -> !Litter.is(child)).toList();
            if (Mnist.FILES.stream().anyMatch(name -> Mnist.lies(path, name))) {
                return Kind.IDX;
            }
            if (visible.stream().anyMatch(CsvFiles::isCsv)) {
                return Kind.CSV;
            }
            if (visible.stream().anyMatch(Files::isDirectory)) {
                return Kind.IMAGES;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new DataException(
                "%s holds no data set: wanted are MNIST's four IDX files, or a folder of images for each class,"
                                .formatted(path)
                        + " either below train, validation and test or to be divided here,"
                        + " or train.csv and test.csv, or one CSV file to be divided here.");
    }

    /** The names of the classes of some images, in order. */
    static List<String> labels(Examples examples) {
        return LabelOrder.sorted(IntStream.range(0, examples.size())
                .mapToObj(examples::label)
                .distinct()
                .toList());
    }
}
