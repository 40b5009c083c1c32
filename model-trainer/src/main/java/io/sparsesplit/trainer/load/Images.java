package io.sparsesplit.trainer.load;

import io.sparsesplit.model.image.ImageFormat;
import io.sparsesplit.trainer.data.Examples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Image files to post, held in memory. */
final class Images {

    private static final long MAX_FILE_BYTES = 64L << 20;
    private static final long MAX_ALL_BYTES = 256L << 20;

    private Images() {}

    /**
     * Images from files and folders.
     *
     * @param limit at most so many, evenly spread
     * @throws LoadException when there are none, or a file is no image; the message says what to do
     */
    static List<byte[]> of(List<Path> places, int limit) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path place : places) {
            if (Files.isDirectory(place)) {
                try (Stream<Path> tree = Files.walk(place)) {
                    tree.filter(Files::isRegularFile).sorted().forEach(files::add);
                }
            } else {
                files.add(place);
            }
        }
        List<byte[]> images = new ArrayList<>();
        long bytes = 0;
        for (int file : spread(files.size(), limit)) {
            images.add(image(files.get(file)));
            bytes = checked(bytes + images.get(images.size() - 1).length);
        }
        if (images.isEmpty()) {
            throw new LoadException("There is no image in %s: name image files or a folder of them."
                    .formatted(places.stream().map(Path::toString).toList()));
        }
        return images;
    }

    /** Images of a data set, at most so many, evenly spread. */
    static List<byte[]> of(Examples examples, int limit) throws IOException {
        List<byte[]> images = new ArrayList<>();
        long bytes = 0;
        for (int image : spread(examples.size(), limit)) {
            images.add(examples.file(image));
            bytes = checked(bytes + images.get(images.size() - 1).length);
        }
        return images;
    }

    private static int[] spread(int size, int limit) {
        int count = Math.min(size, limit);
        return IntStream.range(0, count)
                .map(i -> (int) ((long) i * size / count))
                .toArray();
    }

    private static byte[] image(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new LoadException(
                    "%s has more than %d bytes, which no edge takes: leave it out.".formatted(file, MAX_FILE_BYTES));
        }
        byte[] image = Files.readAllBytes(file);
        if (ImageFormat.of(image).isEmpty()) {
            throw new LoadException("%s is no PNG, JPEG, GIF, BMP or WebP image: name images only, or a folder of them."
                    .formatted(file));
        }
        return image;
    }

    private static long checked(long bytes) {
        if (bytes > MAX_ALL_BYTES) {
            throw new LoadException(
                    "The images have more than %d MB, and all are held in memory: post fewer with --limit."
                            .formatted(MAX_ALL_BYTES >> 20));
        }
        return bytes;
    }
}
