package io.sparsesplit.trainer.data;

import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.image.ImageException;
import io.sparsesplit.model.image.Picture;
import io.sparsesplit.model.image.Preprocessing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes images fit for a network, on all processors, and skips those that cannot be used. */
final class Loader {

    /** Images at a time: enough for all processors, few enough to stop soon after the first fault. */
    private static final int BLOCK = 256;

    private final Preprocessing preprocessing;
    private final ImageDecoder decoder;
    private final Map<String, Integer> classes = new HashMap<>();
    private final String whose;
    private final SkippedImages faults;

    /**
     * A loader for a network.
     *
     * @param labels of the classes, in the order of the network's outputs
     * @param whose classes these are, for messages
     */
    Loader(Preprocessing preprocessing, List<String> labels, String whose, SkippedImages faults) {
        this.preprocessing = preprocessing;
        this.decoder = new ImageDecoder(preprocessing, ImageFiles.LIMITS);
        this.whose = whose;
        this.faults = faults;
        labels.forEach(label -> classes.put(label, classes.size()));
    }

    /** An image, or why there is none. */
    private record Outcome(
            @Nullable LoadedImage image, @Nullable String fault) {}

    /**
     * Loads images.
     *
     * @param progress told how many images are done
     * @throws DataException when an image is of no known class, or cannot be used and nothing may be skipped
     */
    List<LoadedImage> load(Examples examples, IntConsumer progress) {
        requireKnown(examples);
        List<LoadedImage> loaded = new ArrayList<>(examples.size());
        for (int from = 0; from < examples.size(); from += BLOCK) {
            int first = from;
            int length = Math.min(BLOCK, examples.size() - from);
            List<Outcome> block = IntStream.range(0, length)
                    .parallel()
                    .mapToObj(i -> outcome(examples, first + i))
                    .toList();
            for (int i = 0; i < length; i++) {
                LoadedImage image = block.get(i).image();
                if (image == null) {
                    faults.skip(
                            examples.place(first + i),
                            String.valueOf(block.get(i).fault()));
                } else {
                    loaded.add(image);
                }
            }
            progress.accept(length);
        }
        return loaded;
    }

    LabelledImages toImages(List<LoadedImage> loaded) {
        LabelledImages images = new LabelledImages(
                preprocessing.width(),
                preprocessing.height(),
                preprocessing.channels(),
                loaded.stream().map(LoadedImage::picture).toArray(byte[][]::new),
                loaded.stream().mapToInt(LoadedImage::classIndex).toArray());
        return loaded.stream().allMatch(image -> image.group() == null) ? images : images.grouped(groupKeys(loaded));
    }

    /** Equal pictures have one key even where their groups differ, and so have their groups. */
    private static long[] groupKeys(List<LoadedImage> loaded) {
        int[] bundles = Bundles.of(
                loaded.size(),
                List.of(
                        loaded.stream().map(LoadedImage::content).toList(),
                        loaded.stream().map(LoadedImage::group).toList()));
        return IntStream.of(bundles)
                .mapToLong(first -> loaded.get(first).content().high())
                .toArray();
    }

    private void requireKnown(Examples examples) {
        for (int i = 0; i < examples.size(); i++) {
            if (!classes.containsKey(examples.label(i))) {
                throw new DataException("%s is of class '%s', which is none of the %s: %s"
                        .formatted(examples.place(i), examples.label(i), whose, named()));
            }
        }
    }

    private String named() {
        List<String> labels = classes.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .limit(20)
                .toList();
        return String.join(", ", labels) + (classes.size() > labels.size() ? ", .." : "");
    }

    private Outcome outcome(Examples examples, int i) {
        try {
            Picture picture = examples.picture(i, decoder);
            int classIndex = classes.getOrDefault(examples.label(i), -1);
            return new Outcome(
                    new LoadedImage(preprocessing.picture(picture), classIndex, content(picture), examples, i), null);
        } catch (ImageException e) {
            return new Outcome(null, e.getMessage());
        } catch (IOException e) {
            return new Outcome(null, "It cannot be read: " + e);
        }
    }

    /** What tells a picture from others, whatever file it came in. */
    private static Digest content(Picture picture) {
        return Digest.of(
                ByteBuffer.allocate(3 * Integer.BYTES)
                        .putInt(picture.width())
                        .putInt(picture.height())
                        .putInt(picture.channels())
                        .array(),
                picture.samples());
    }
}
