package io.sparsesplit.trainer.predict;

import io.sparsesplit.model.image.Picture;
import io.sparsesplit.trainer.data.Png;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes PNG files that show what the network sees into a folder, named and nested as the images are. */
final class SeenPictures {

    private static final String PNG = ".png";

    private final Path folder;
    private final @Nullable Path root;
    private final Set<Path> written = new HashSet<>();

    /**
     * Opens a folder for the pictures of some images.
     *
     * @param folder folder of the pictures, which is made when it does not exist
     * @param images images whose pictures may be written, whose common folder is left out of the names
     */
    SeenPictures(Path folder, List<Path> images) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.root = common(images);
    }

    /**
     * Writes the picture of one image.
     *
     * @throws IOException when the file cannot be written
     */
    void write(Path image, Picture picture) throws IOException {
        String name = String.valueOf(root == null ? image.getFileName() : root.relativize(absolute(image)));
        Path file = folder.resolve(name.toLowerCase(Locale.ROOT).endsWith(PNG) ? name : name + PNG);
        if (!written.add(file)) {
            file = folder.resolve(name + PNG);
        }
        Files.createDirectories(absolute(file).getParent());
        Files.write(file, Png.encode(picture));
    }

    /** Returns the deepest folder that has all images; their names alone count where there is none, on several drives. */
    private static @Nullable Path common(List<Path> images) {
        Path common = absolute(images.get(0)).getParent();
        for (Path image : images) {
            while (common != null && !absolute(image).startsWith(common)) {
                common = common.getParent();
            }
        }
        return common;
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
