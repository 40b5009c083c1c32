package io.sparsesplit.trainer.data;

import io.sparsesplit.model.image.Fit;
import io.sparsesplit.model.image.Picture;
import io.sparsesplit.model.image.Preprocessing;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of training that say what a network sees of an image; a picocli mixin. */
public final class PictureOption {

    /** Channels by name. */
    enum Colour {
        GREY(Picture.GREY),
        RGB(Picture.RGB);

        private final int channels;

        Colour(int channels) {
            this.channels = channels;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--picture",
            paramLabel = "WxH",
            converter = Size.Converter.class,
            defaultValue = Option.NULL_VALUE,
            description =
                    "Pixels that images are scaled to. Default: as the images are; for image files, the size that most"
                            + " have, 32x32 when that is larger.")
    private @Nullable Size size;

    @Option(
            names = "--colour",
            defaultValue = Option.NULL_VALUE,
            description = "grey or rgb. Default: grey when all images are.")
    private @Nullable Colour colour;

    @Option(
            names = "--fit",
            defaultValue = Option.NULL_VALUE,
            description = "strokes: a bright border means that the image is to be inverted, and beside it is dark;"
                    + " picture: neither. Default: strokes for IDX and CSV, picture for image files.")
    private @Nullable Fit fit;

    /** What networks see of square pictures. */
    public static PictureOption square(int side) {
        PictureOption option = new PictureOption();
        option.size = new Size(side, side);
        return option;
    }

    /** Whether the size of the network's picture was chosen. */
    public boolean hasSize() {
        return size != null;
    }

    /** The usual preprocessing, with what was chosen instead. */
    public Preprocessing applied(Preprocessing usual) {
        return Preprocessing.of(
                fit == null ? usual.fit() : fit,
                size == null ? usual.width() : size.width(),
                size == null ? usual.height() : size.height(),
                colour == null ? usual.channels() : colour.channels);
    }

    /** What was chosen apart from the size, as options, each with a space before it. */
    public String argumentsButSize() {
        return Arguments.of("--colour", colour) + Arguments.of("--fit", fit);
    }
}
