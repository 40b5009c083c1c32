package io.sparsesplit.trainer.data;

import io.sparsesplit.model.image.ImageFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Data sets of a folder of image files for each class, whose name is the class's. Such folders lie below folders for the parts,
 * called as {@link PartName} says, or all together, to be divided here. Links are followed, {@link Litter} is passed over, and
 * all else that is not used is named.
 */
final class ClassFolders {

    private static final int MAGIC_BYTES = 16;
    private static final char UNREADABLE = '\uFFFD';

    private final Path root;
    private final @Nullable Grouping grouping;
    private final SkippedImages faults;
    private final List<Path> files = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private final Set<String> classes = new TreeSet<>();

    private ClassFolders(Path root, @Nullable Grouping grouping, SkippedImages faults) {
        this.root = root;
        this.grouping = grouping;
        this.faults = faults;
    }

    static DataSource source(Path root, DataSplit division, @Nullable Grouping grouping, SkippedImages faults) {
        if (!isDivided(root)) {
            ClassFolders whole = new ClassFolders(root, grouping, faults).addAll(root);
            Groups.say(grouping, faults, whole.examples());
            return whole.source(division.byShares(whole.examples()));
        }
        List<Path> folders = partFolders(root, faults);
        ClassFolders train = new ClassFolders(root, grouping, faults).addAll(one(root, folders, PartName.TRAINING));
        Examples test = new ClassFolders(root, grouping, faults)
                .addAll(one(root, folders, PartName.TEST))
                .examples();
        Path validation = one(root, folders, PartName.VALIDATION);
        if (validation == null) {
            Groups.say(grouping, faults, train.examples(), test);
            return train.source(division.heldOut(train.examples(), test));
        }
        Examples heldOut =
                new ClassFolders(root, grouping, faults).addAll(validation).examples();
        Groups.say(grouping, faults, train.examples(), heldOut, test);
        return train.source(division.given(train.examples(), heldOut, test));
    }

    /** A folder called {@code train} in which there are only images is that of a class of this name. */
    private static boolean isDivided(Path root) {
        return list(root).stream()
                .filter(folder -> Stream.of(PartName.values()).anyMatch(part -> part.matches(name(folder))))
                .anyMatch(folder ->
                        list(folder).stream().anyMatch(child -> Files.isDirectory(child) && !Litter.is(child)));
    }

    /** Names what lies beside the folders of the parts, and returns these. */
    private static List<Path> partFolders(Path root, SkippedImages faults) {
        List<Path> folders = new ArrayList<>();
        for (Path child : list(root)) {
            if (Litter.is(child)) {
                faults.passOver();
            } else if (!Files.isDirectory(child)) {
                faults.leaveOut(name(child), "It lies in no class's folder.");
            } else if (Stream.of(PartName.values()).anyMatch(part -> part.matches(name(child)))) {
                folders.add(child);
            } else {
                faults.leaveOut(name(child), "The folder is none of training, validation and test.");
            }
        }
        return folders;
    }

    /** Returns the folder of a part; null when there is none. */
    private static @Nullable Path one(Path root, List<Path> folders, PartName part) {
        List<Path> matching =
                folders.stream().filter(folder -> part.matches(name(folder))).toList();
        if (matching.size() > 1) {
            throw new DataException("%s has two folders for %s, %s and %s: keep one of them."
                    .formatted(root, part, name(matching.get(0)), name(matching.get(1))));
        }
        return matching.isEmpty() ? null : matching.get(0);
    }

    private DataSource source(DataSplit.Parts parts) {
        String rule = grouping == null ? "" : ", groups by '%s' together".formatted(grouping);
        return new DataSource(
                DataSource.Kind.IMAGES,
                LabelOrder.sorted(classes),
                new DataSplit.Parts(parts.train(), parts.validation(), parts.test(), parts.rule() + rule),
                new TreeMap<>());
    }

    private Examples examples() {
        return new ImageFiles(root, files, labels, grouping);
    }

    private ClassFolders addAll(@Nullable Path parent) {
        for (Path child : parent == null ? List.<Path>of() : list(parent)) {
            if (Litter.is(child)) {
                faults.passOver();
            } else if (Files.isDirectory(child)) {
                addClass(child);
            } else if (isImage(child)) {
                faults.skip(place(child), "It lies in no class's folder.");
            } else {
                faults.leaveOut(place(child), "It lies in no class's folder.");
            }
        }
        return this;
    }

    private void addClass(Path folder) {
        String name = requireReadable(name(folder));
        classes.add(name);
        for (Path child : list(folder)) {
            if (Litter.is(child)) {
                faults.passOver();
            } else if (Files.isRegularFile(child)) {
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

    /** Java puts this character where a name is not written in the character set of the locale. */
    static String requireReadable(String name) {
        if (name.indexOf(UNREADABLE) >= 0) {
            throw new DataException(
                    "The name of the folder '%s' cannot be read in the character set of this locale: set LC_ALL=C.UTF-8."
                            .formatted(name.replace(UNREADABLE, '?')));
        }
        return name;
    }

    private String place(Path path) {
        return root.relativize(path).toString();
    }

    private static boolean isImage(Path path) {
        try (InputStream stream = Files.newInputStream(path)) {
            return ImageFormat.of(stream.readNBytes(MAGIC_BYTES)).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    /** What lies in a folder, in the order of names; nothing when it is none. */
    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
