package io.sparsesplit.trainer.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Data sets of a folder of image files for each class, whose name is the class's. Such folders lie below {@code train},
 * {@code validation} (or {@code val}) and {@code test}, or all together, to be divided here. Links are followed; what begins
 * with a dot is not looked at.
 */
final class ClassFolders {

    private static final String TRAIN = "train";
    private static final List<String> VALIDATION = List.of("validation", "val");
    private static final String TEST = "test";

    private final Path root;
    private final Faults faults;
    private final List<Path> files = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private final Set<String> classes = new TreeSet<>();

    private ClassFolders(Path root, Faults faults) {
        this.root = root;
        this.faults = faults;
    }

    static DataSource source(Path root, Division division, Faults faults) {
        if (!isDivided(root)) {
            ClassFolders whole = new ClassFolders(root, faults).addAll(root);
            return whole.source(division.byShares(whole.examples()));
        }
        ClassFolders train = new ClassFolders(root, faults).addAll(root.resolve(TRAIN));
        Examples test =
                new ClassFolders(root, faults).addAll(root.resolve(TEST)).examples();
        List<Path> validation = VALIDATION.stream()
                .map(root::resolve)
                .filter(Files::isDirectory)
                .toList();
        if (validation.isEmpty()) {
            return train.source(division.heldOut(train.examples(), test));
        }
        if (validation.size() > 1) {
            throw new DataException(
                    "%s has two folders for validation, %s: keep one of them.".formatted(root, VALIDATION));
        }
        Examples heldOut =
                new ClassFolders(root, faults).addAll(validation.get(0)).examples();
        return train.source(division.given(train.examples(), heldOut, test));
    }

    static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    /** A folder called {@code train} in which there are only images is that of a class of this name. */
    private static boolean isDivided(Path root) {
        return Stream.of(TRAIN, TEST)
                .map(root::resolve)
                .anyMatch(folder -> children(folder).stream().anyMatch(Files::isDirectory));
    }

    private DataSource source(Division.Parts parts) {
        return new DataSource(DataSource.Kind.IMAGES, LabelOrder.sorted(classes), parts, new TreeMap<>());
    }

    private Examples examples() {
        return new ImageFiles(root, files, labels);
    }

    private ClassFolders addAll(Path parent) {
        for (Path child : children(parent)) {
            if (Files.isDirectory(child)) {
                addClass(child);
            } else if (!parent.equals(root)) {
                faults.skip(place(child), "It lies in no class's folder.");
            }
        }
        return this;
    }

    private void addClass(Path folder) {
        String name = folder.getFileName().toString();
        classes.add(name);
        for (Path child : children(folder)) {
            if (Files.isRegularFile(child)) {
                files.add(child);
                labels.add(name);
            } else if (Files.isDirectory(child)) {
                faults.skip(
                        place(child), "Folders within a class's folder are not read: put its images into that one.");
            } else {
                faults.skip(place(child), "It is neither a file nor a link to one.");
            }
        }
    }

    private String place(Path path) {
        return root.relativize(path).toString();
    }

    /** What lies in a folder, in the order of names; nothing when there is no such folder. */
    private static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child -> !isHidden(child)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
