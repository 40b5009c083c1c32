package io.sparsesplit.trainer.data;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Files and folders that operating systems and file servers leave beside images: those whose names begin with a dot, such as
 * {@code .DS_Store} and {@code ._photo.jpg}, and some that have fixed names. They are never images.
 */
final class Litter {

    private static final Set<String> NAMES = Set.of(
            "__macosx",
            "thumbs.db",
            "ehthumbs.db",
            "desktop.ini",
            "icon\r",
            "@eadir",
            "$recycle.bin",
            "system volume information",
            "lost+found");

    private Litter() {}

    /** Returns whether a file or folder is litter, by its name alone. */
    static boolean is(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(".") || NAMES.contains(name.toLowerCase(Locale.ROOT));
    }
}
