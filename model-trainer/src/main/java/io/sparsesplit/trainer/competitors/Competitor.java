package io.sparsesplit.trainer.competitors;

import io.sparsesplit.trainer.data.LabelledImages;
import java.util.stream.IntStream;

/** The ways to send a picture that features are held against. */
enum Competitor {
    PNG("png") {
        @Override
        PictureCodec codec(LabelledImages train) {
            return ImageFileCodec.png(train.width(), train.height());
        }
    },
    LOSSLESS_WEBP("webp-lossless") {
        @Override
        PictureCodec codec(LabelledImages train) {
            return ImageFileCodec.losslessWebp(train.width(), train.height());
        }
    },
    BITS("1-bit") {
        @Override
        PictureCodec codec(LabelledImages train) {
            return pixels(train, 1, 2);
        }
    },
    HALF_SIZE_2_BITS("14x14 2-bit") {
        @Override
        PictureCodec codec(LabelledImages train) {
            return pixels(train, 2, 4);
        }
    },
    HALF_SIZE_BITS("14x14 1-bit") {
        @Override
        PictureCodec codec(LabelledImages train) {
            return pixels(train, 2, 2);
        }
    },
    WEBP_0("webp-0") {
        @Override
        PictureCodec codec(LabelledImages train) {
            return ImageFileCodec.webp(0, train.width(), train.height());
        }
    },
    JPEG_50("jpeg-50") {
        @Override
        PictureCodec codec(LabelledImages train) {
            return ImageFileCodec.jpeg(50, train.width(), train.height());
        }
    },
    JPEG_10("jpeg-10") {
        @Override
        PictureCodec codec(LabelledImages train) {
            return ImageFileCodec.jpeg(10, train.width(), train.height());
        }
    };

    private final String name;

    Competitor(String name) {
        this.name = name;
    }

    /**
     * The codec.
     *
     * @param train grey pictures of 28 x 28 pixels, which levels and tables are learned from
     */
    abstract PictureCodec codec(LabelledImages train);

    private static PictureCodec pixels(LabelledImages train, int shrink, int levels) {
        byte[][] pictures =
                IntStream.range(0, train.size()).mapToObj(train::picture).toArray(byte[][]::new);
        return new PixelCodec(pictures, train.width(), train.height(), shrink, levels);
    }

    /** As in results, for example {@code jpeg-50}. */
    @Override
    public String toString() {
        return name;
    }
}
