package io.sparsesplit.trainer.data;

import io.sparsesplit.model.image.Fit;
import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.image.ImageDecoder.Limits;
import io.sparsesplit.model.image.ImageException;
import io.sparsesplit.model.image.ImageException.Problem;
import io.sparsesplit.model.image.ImageFormat;
import io.sparsesplit.model.image.Picture;
import io.sparsesplit.model.image.Preprocessing;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An image file each. */
final class ImageFiles implements Examples {

    /** More than an edge accepts by default: data sets hold photographs as the camera made them. */
    static final Limits LIMITS = new Limits(64 << 20, 50_000_000);

    /** Of so large a network's picture that no picture within the limits is made smaller for it. */
    private static final Preprocessing FULL_SIZE = Preprocessing.of(Fit.PICTURE, 1024, 1024, Picture.RGB);

    /** Longer sides cost more parameters than a small edge has. */
    private static final int USUAL_SIDE = 32;

    /** Looked at to choose size and colour, evenly spread over all. */
    private static final int LOOKED_AT = 200;

    private final Path root;
    private final List<Path> files;
    private final List<String> labels;
    private final @Nullable Grouping grouping;

    /**
     * Image files.
     *
     * @param root of the data set, that messages need not name
     * @param labels one per file
     * @param grouping what names groups of files; null when none does
     */
    ImageFiles(Path root, List<Path> files, List<String> labels, @Nullable Grouping grouping) {
        this.root = root;
        this.files = List.copyOf(files);
        this.labels = List.copyOf(labels);
        this.grouping = grouping;
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public String label(int image) {
        return labels.get(image);
    }

    @Override
    public String place(int image) {
        return root.relativize(files.get(image)).toString();
    }

    @Override
    public @Nullable String group(int image) {
        return grouping == null ? null : grouping.group(place(image).replace(File.separatorChar, '/'));
    }

    @Override
    public Picture picture(int image, ImageDecoder decoder) throws IOException {
        byte[] file = bytes(image);
        return OtherFormat.of(file)
                .map(format -> format.picture(file, decoder.preprocessing(), LIMITS.maxPixels()))
                .orElseGet(() -> decoder.picture(file));
    }

    /** The file as it is; in place of one that no service reads, a PNG of the same picture. */
    @Override
    public byte[] file(int image) throws IOException {
        byte[] file = bytes(image);
        return OtherFormat.of(file)
                .map(format -> Png.encode(format.picture(file, FULL_SIZE, LIMITS.maxPixels())))
                .orElse(file);
    }

    private byte[] bytes(int image) throws IOException {
        Path file = files.get(image);
        if (Files.size(file) > LIMITS.maxBytes()) {
            throw ImageDecoder.tooManyBytes(LIMITS.maxBytes());
        }
        return Files.readAllBytes(file);
    }

    /**
     * The bytes of the file.
     *
     * @throws ImageException when it is no image file: it must not count as an image when data is divided
     */
    @Override
    public byte[] content(int image) throws IOException {
        byte[] file = bytes(image);
        if (ImageFormat.of(file).isEmpty() && OtherFormat.of(file).isEmpty()) {
            throw new ImageException(Problem.UNKNOWN_FORMAT, place(image) + " is no image file.");
        }
        return file;
    }

    /**
     * The size that most images have, when neither side is longer than {@value #USUAL_SIDE} pixels; that many each way
     * otherwise. Grey when all are, whatever their files say.
     */
    @Override
    public Preprocessing defaults() {
        ImageDecoder decoder =
                new ImageDecoder(Preprocessing.of(Fit.PICTURE, USUAL_SIDE, USUAL_SIDE, Picture.RGB), LIMITS);
        Map<Size, Integer> sizes = new TreeMap<>();
        boolean grey = true;
        int looks = Math.min(LOOKED_AT, size());
        for (int look = 0; look < looks; look++) {
            try {
                Picture picture = picture((int) ((long) look * size() / looks), decoder);
                sizes.merge(new Size(picture.width(), picture.height()), 1, Integer::sum);
                grey &= isGrey(picture);
            } catch (IOException | ImageException e) {
                // Named when all are read.
            }
        }
        Size size = sizes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .filter(most -> most.width() <= USUAL_SIDE && most.height() <= USUAL_SIDE)
                .orElse(new Size(USUAL_SIDE, USUAL_SIDE));
        return Preprocessing.of(
                Fit.PICTURE, size.width(), size.height(), grey && !sizes.isEmpty() ? Picture.GREY : Picture.RGB);
    }

    private static boolean isGrey(Picture picture) {
        byte[] samples = picture.samples();
        int plane = samples.length / Picture.RGB;
        for (int i = 0; i < plane; i++) {
            if (samples[i] != samples[i + plane] || samples[i] != samples[i + 2 * plane]) {
                return false;
            }
        }
        return true;
    }
}
