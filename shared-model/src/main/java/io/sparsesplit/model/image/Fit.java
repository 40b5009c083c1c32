package io.sparsesplit.model.image;

import java.util.Locale;

/**
 * How a picture comes to the size of the network's: scaled, by averaging over areas, as large as it fits with its proportions
 * kept, and centred. One that already has the size stays as it is, sample for sample. Averages are rounded to whole numbers
 * of 0 to 255.
 */
public enum Fit {
    /** Bright strokes on dark ground: a picture with a bright border is inverted, and what lies beside it is dark. */
    STROKES {
        @Override
        Picture lit(Picture picture) {
            return picture.borderMean() > BRIGHT ? picture.inverted() : picture;
        }

        @Override
        int sample(Picture picture, int channel, int x, int y) {
            boolean inside = x >= 0 && x < picture.width() && y >= 0 && y < picture.height();
            return inside ? picture.at(channel, x, y) : 0;
        }
    },
    /** Any picture: its light is left alone, and beside it its outermost pixels go on, so that no edge appears there. */
    PICTURE {
        @Override
        Picture lit(Picture picture) {
            return picture;
        }

        @Override
        int sample(Picture picture, int channel, int x, int y) {
            return picture.at(
                    channel,
                    Math.min(Math.max(x, 0), picture.width() - 1),
                    Math.min(Math.max(y, 0), picture.height() - 1));
        }
    };

    private static final double BRIGHT = 127.5;

    /** The name used in manifests, for example {@code strokes}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The picture as bright as the network is to see it. */
    abstract Picture lit(Picture picture);

    /** A sample of a picture, or of what is taken to lie beside it. */
    abstract int sample(Picture picture, int channel, int x, int y);

    /** The samples of a picture of this size, planar; not a copy when the picture has them. */
    byte[] fitted(Picture picture, int width, int height) {
        Picture lit = lit(picture);
        return lit.width() == width && lit.height() == height ? lit.samples() : scaled(lit, width, height);
    }

    /** Each target pixel is the mean over the source area that it covers. */
    private byte[] scaled(Picture source, int width, int height) {
        double scale = scale(source.width(), source.height(), width, height);
        double left = (source.width() - width * scale) / 2;
        double top = (source.height() - height * scale) / 2;
        byte[] samples = new byte[source.channels() * height * width];
        int next = 0;
        for (int channel = 0; channel < source.channels(); channel++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double sum = areaSum(source, channel, left + x * scale, top + y * scale, scale);
                    samples[next++] = (byte) Math.round(sum / (scale * scale));
                }
            }
        }
        return samples;
    }

    private double areaSum(Picture source, int channel, double left, double top, double side) {
        double sum = 0;
        int lastRow = (int) Math.ceil(top + side);
        int lastColumn = (int) Math.ceil(left + side);
        for (int y = (int) Math.floor(top); y < lastRow; y++) {
            double rowShare = Math.min(y + 1, top + side) - Math.max(y, top);
            for (int x = (int) Math.floor(left); x < lastColumn; x++) {
                double columnShare = Math.min(x + 1, left + side) - Math.max(x, left);
                sum += rowShare * columnShare * sample(source, channel, x, y);
            }
        }
        return sum;
    }

    /** Source pixels per side of a target pixel. */
    static double scale(int sourceWidth, int sourceHeight, int width, int height) {
        return Math.max((double) sourceWidth / width, (double) sourceHeight / height);
    }
}
