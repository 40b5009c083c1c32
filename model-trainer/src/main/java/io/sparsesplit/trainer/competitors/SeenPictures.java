package io.sparsesplit.trainer.competitors;

import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.train.Augmentation;
import java.util.stream.IntStream;

/**
 * Training pictures as the cloud sees them. In every epoch pictures are distorted anew, and then coded and decoded, so that the
 * network learns from just what comes out of the codec.
 */
final class SeenPictures {

    private final PictureCodec codec;
    private final LabelledImages originals;
    private final Augmentation augmentation;
    private final byte[][] seen;
    private final LabelledImages images;

    /** @param augmentation for pictures of the originals' size */
    SeenPictures(PictureCodec codec, LabelledImages originals, Augmentation augmentation) {
        this.codec = codec;
        this.originals = originals;
        this.augmentation = augmentation;
        this.seen = seen(codec, originals);
        this.images = labelled(codec, originals, seen);
    }

    /** What the cloud sees of images, undistorted. */
    static LabelledImages of(PictureCodec codec, LabelledImages originals) {
        return labelled(codec, originals, seen(codec, originals));
    }

    /** The images of the epoch last {@linkplain #distort begun}; at first, undistorted. */
    LabelledImages images() {
        return images;
    }

    /** Replaces the pictures by those of an epoch. */
    void distort(int epoch) {
        IntStream.range(0, seen.length).parallel().forEach(i -> {
            byte[] original = originals.picture(i);
            byte[] distorted = new byte[original.length];
            seen[i] = codec.seen(augmentation.distort(epoch, i, original, distorted, 0) ? distorted : original);
        });
    }

    private static byte[][] seen(PictureCodec codec, LabelledImages originals) {
        return IntStream.range(0, originals.size())
                .parallel()
                .mapToObj(i -> codec.seen(originals.picture(i)))
                .toArray(byte[][]::new);
    }

    private static LabelledImages labelled(PictureCodec codec, LabelledImages originals, byte[][] pictures) {
        int[] labels =
                IntStream.range(0, originals.size()).map(originals::label).toArray();
        return new LabelledImages(codec.width(), codec.height(), originals.channels(), pictures, labels);
    }
}
