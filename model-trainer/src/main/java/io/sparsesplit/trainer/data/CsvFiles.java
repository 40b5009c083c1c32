package io.sparsesplit.trainer.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Data sets of CSV files: those of a folder whose names end with {@code train.csv}, {@code validation.csv} and
 * {@code test.csv}, or another name of {@link PartName}, or a single one, to be divided here. See {@link CsvFile}.
 */
final class CsvFiles {

    private static final String SUFFIX = ".csv";

    private final CsvLayout layout;
    private final SkippedImages faults;
    private final SortedMap<String, String> sha256 = new TreeMap<>();

    private CsvFiles(CsvLayout layout, SkippedImages faults) {
        this.layout = layout;
        this.faults = faults;
    }

    static boolean isCsv(Path path) {
        return path.toString().toLowerCase(Locale.ROOT).endsWith(SUFFIX) && Files.isRegularFile(path);
    }

    static DataSource source(Path path, DataSplit division, CsvLayout layout, SkippedImages faults) {
        CsvFiles files = new CsvFiles(layout, faults);
        List<Path> all = files.list(path);
        if (all.size() == 1) {
            Examples whole = files.read(all.get(0));
            return files.source(whole, division.byShares(whole));
        }
        Path train = one(path, all, PartName.TRAINING);
        Path test = one(path, all, PartName.TEST);
        if (train == null || test == null) {
            throw new DataException(
                    "%s has several CSV files, but not one that ends with train.csv and one with test.csv."
                            .formatted(path));
        }
        Path validation = one(path, all, PartName.VALIDATION);
        Examples trainImages = files.read(train);
        Examples testImages = files.read(test);
        return files.source(
                trainImages,
                validation == null
                        ? division.heldOut(trainImages, testImages)
                        : division.given(trainImages, files.read(validation), testImages));
    }

    private DataSource source(Examples train, DataSplit.Parts parts) {
        return new DataSource(DataSource.Kind.CSV, DataSource.labels(train), parts, sha256);
    }

    private Examples read(Path path) {
        CsvFile file = CsvFile.read(path, layout, faults);
        sha256.put(path.getFileName().toString(), file.sha256());
        return file.examples();
    }

    private List<Path> list(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> children = Files.list(path)) {
            List<Path> csv = new ArrayList<>();
            for (Path child : children.sorted().toList()) {
                if (Litter.is(child)) {
                    faults.passOver();
                } else if (isCsv(child)) {
                    csv.add(child);
                } else {
                    faults.leaveOut(child.getFileName().toString(), "It is no CSV file.");
                }
            }
            return csv;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file whose name ends like this; null when there is none. */
    private static @Nullable Path one(Path folder, List<Path> files, PartName part) {
        List<Path> matching = files.stream()
                .filter(file -> part.names().stream()
                        .anyMatch(end -> file.getFileName()
                                .toString()
                                .toLowerCase(Locale.ROOT)
                                .endsWith(end + SUFFIX)))
                .toList();
        if (matching.size() > 1) {
            throw new DataException("%s has two files that end with %s.csv: %s and %s. Keep one of them."
                    .formatted(
                            folder,
                            String.join(".csv or ", part.names()),
                            matching.get(0).getFileName(),
                            matching.get(1).getFileName()));
        }
        return matching.isEmpty() ? null : matching.get(0);
    }
}
