package io.sparsesplit.trainer.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pictures of labelled images as a network sees them, all of one size, with their classes. */
public final class LabelledImages {

    private static final int MAX_CLASSES = 1 << 16;

    private final int width;
    private final int height;
    private final int channels;
    private final byte[][] pictures;
    private final int[] labels;
    private final long @Nullable [] groups;

    /**
     * Images from their pictures.
     *
     * @param channels 1, grey, or 3, red, green and blue
     * @param pictures {@code channels * height * width} unsigned bytes each, planar; not copied
     * @param labels the class of each, 0 to 65535; not copied
     * @throws IllegalArgumentException when a picture has another size, a class another number, or one has no other
     */
    public LabelledImages(int width, int height, int channels, byte[][] pictures, int[] labels) {
        this(width, height, channels, pictures, labels, null);
    }

    private LabelledImages(
            int width, int height, int channels, byte[][] pictures, int[] labels, long @Nullable [] groups) {
        if (pictures.length != labels.length) {
            throw new IllegalArgumentException(
                    "there are %d images, but %d labels".formatted(pictures.length, labels.length));
        }
        for (int i = 0; i < labels.length; i++) {
            if (pictures[i].length != channels * height * width) {
                throw new IllegalArgumentException("image %d has %d samples instead of %d x %d x %d"
                        .formatted(i, pictures[i].length, channels, height, width));
            }
            if (labels[i] < 0 || labels[i] >= MAX_CLASSES) {
                throw new IllegalArgumentException("image %d is of class %d: at most %d classes can be told apart"
                        .formatted(i, labels[i], MAX_CLASSES));
            }
        }
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.pictures = pictures;
        this.labels = labels;
        this.groups = groups;
    }

    /** These images in groups: {@link #groupKey} returns the keys given. */
    LabelledImages grouped(long[] keys) {
        return new LabelledImages(width, height, channels, pictures, labels, keys);
    }

    public int size() {
        return labels.length;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** 1, grey, or 3, red, green and blue. */
    public int channels() {
        return channels;
    }

    /** The class of an image. */
    public int label(int image) {
        return labels[image];
    }

    /** The samples of an image, unsigned, planar; not a copy. */
    public byte[] picture(int image) {
        return pictures[image];
    }

    /** Number of images of each of {@code classes} classes. */
    int[] counts(int classes) {
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        return counts;
    }

    /**
     * Returns the key that images share which must not be torn apart, as {@link Folds} needs it: images of one group, and
     * pictures that are equal sample for sample. Keys of different images are different, but for one chance in 2^64.
     */
    public long groupKey(int image) {
        return groups == null ? Digest.of(pictures[image]).high() : groups[image];
    }

    /**
     * What tells these images from others, as {@link io.sparsesplit.model.artifact.Manifest.Split} has it.
     *
     * @param names of the classes
     * @return hexadecimal
     */
    public String sha256(List<String> names) {
        MessageDigest digest = Digest.sha256();
        for (int i = 0; i < labels.length; i++) {
            digest.update(names.get(labels[i]).getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(pictures[i]);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Images {@code from} to {@code to - 1}. */
    public LabelledImages range(int from, int to) {
        return new LabelledImages(
                width,
                height,
                channels,
                Arrays.copyOfRange(pictures, from, to),
                Arrays.copyOfRange(labels, from, to),
                groups == null ? null : Arrays.copyOfRange(groups, from, to));
    }

    /** Returns some of the images, in the order given. */
    public LabelledImages select(int[] images) {
        return new LabelledImages(
                width,
                height,
                channels,
                Arrays.stream(images).mapToObj(image -> pictures[image]).toArray(byte[][]::new),
                Arrays.stream(images).map(image -> labels[image]).toArray());
    }

    /** These images, then others of the same size. */
    public LabelledImages followedBy(LabelledImages others) {
        byte[][] allPictures = Arrays.copyOf(pictures, size() + others.size());
        int[] allLabels = Arrays.copyOf(labels, size() + others.size());
        System.arraycopy(others.pictures, 0, allPictures, size(), others.size());
        System.arraycopy(others.labels, 0, allLabels, size(), others.size());
        return new LabelledImages(width, height, channels, allPictures, allLabels, allGroups(others));
    }

    private long @Nullable [] allGroups(LabelledImages others) {
        if (groups == null && others.groups == null) {
            return null;
        }
        long[] all = new long[size() + others.size()];
        Arrays.setAll(all, image -> image < size() ? groupKey(image) : others.groupKey(image - size()));
        return all;
    }
}
