package io.sparsesplit.trainer.predict;

import io.sparsesplit.model.image.ImageFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the image files that arguments of a command line name: files as they are, the images in folders and in the folders below,
 * and what patterns such as {@code 'parts/*.png'} match, each once.
 *
 * @param files images, in the order of the arguments, those of a folder in the order of their names
 * @param passedOver files in named folders that are no images; hidden files are not among them
 * @param faults arguments that name no image, each in a sentence
 */
public record ImageArguments(List<Path> files, List<Path> passedOver, List<String> faults) {

    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "gif", "bmp", "webp");

    /** Bytes that are enough to tell the formats apart. */
    private static final int MAGIC_BYTES = 16;

    /**
     * Returns the image files that arguments name.
     *
     * @throws IOException when a folder cannot be listed
     */
    public static ImageArguments of(List<String> arguments) throws IOException {
        Set<Path> files = new LinkedHashSet<>();
        List<Path> passedOver = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (String argument : arguments) {
            Path path = Path.of(argument);
            if (Files.isDirectory(path)) {
                List<Path> all = below(path);
                List<Path> images = all.stream().filter(ImageArguments::isImage).toList();
                all.stream().filter(file -> !images.contains(file)).forEach(passedOver::add);
                if (images.isEmpty()) {
                    faults.add("%s: there is no image in this folder; PNG, JPEG, GIF, BMP and WebP are read"
                            .formatted(argument));
                }
                files.addAll(images);
            } else if (Files.exists(path) || !isPattern(argument)) {
                files.add(path);
            } else {
                List<Path> matching = matching(argument);
                if (matching.isEmpty()) {
                    faults.add("%s: no file matches".formatted(argument));
                }
                files.addAll(matching);
            }
        }
        return new ImageArguments(List.copyOf(files), List.copyOf(passedOver), List.copyOf(faults));
    }

    private static boolean isPattern(String argument) {
        return argument.matches(".*[*?\\[{].*");
    }

    /** Returns what a pattern matches below the last folder before its first special character. */
    private static List<Path> matching(String pattern) throws IOException {
        int special = pattern.split("[*?\\[{]", 2)[0].length();
        Path folder = Path.of(pattern.substring(0, pattern.lastIndexOf('/', special) + 1));
        Path start = folder.toString().isEmpty() ? Path.of(".") : folder;
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        return below(start).stream()
                .map(file -> folder.resolve(start.relativize(file)))
                .filter(matcher::matches)
                .toList();
    }

    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> !isHidden(folder.relativize(file)))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isHidden(Path path) {
        for (Path name : path) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    /** A file that is called an image but is none is one that cannot be read: it is to be named, not passed over. */
    private static boolean isImage(Path file) {
        String name = file.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (ENDINGS.contains(ending)) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return ImageFormat.of(in.readNBytes(MAGIC_BYTES)).isPresent();
        } catch (IOException e) {
            return false;
        }
    }
}
