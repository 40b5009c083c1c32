package io.sparsesplit.model.image;

import java.util.Arrays;
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
        int nearest(int pixel, int size) {
            return pixel >= 0 && pixel < size ? pixel : DARK;
        }
    },
    /** Any picture: its light is left alone, and beside it its outermost pixels go on, so that no edge appears there. */
    PICTURE {
        @Override
        Picture lit(Picture picture) {
            return picture;
        }

        @Override
        int nearest(int pixel, int size) {
            return Math.min(Math.max(pixel, 0), size - 1);
        }
    };

    private static final double BRIGHT = 127.5;
    private static final int DARK = -1;

    /** The name used in manifests, for example {@code strokes}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The picture as bright as the network is to see it. */
    abstract Picture lit(Picture picture);

    /** Which of {@code size} pixels in a row stands for one that may lie beside them; {@link #DARK} when none does. */
    abstract int nearest(int pixel, int size);

    /** The samples of a picture of this size, planar; not a copy when the picture has them. */
    byte[] fitted(Picture picture, int width, int height) {
        Picture lit = lit(picture);
        return lit.width() == width && lit.height() == height ? lit.samples() : scaled(lit, width, height);
    }

    /** Each target pixel is the mean over the source area that it covers. */
    private byte[] scaled(Picture source, int width, int height) {
        double scale = scale(source.width(), source.height(), width, height);
        Span[] columns = spans(source.width(), width, scale);
        Span[] rows = spans(source.height(), height, scale);
        byte[] from = source.samples();
        byte[] samples = new byte[source.channels() * height * width];
        int next = 0;
        for (int channel = 0; channel < source.channels(); channel++) {
            int plane = channel * source.height() * source.width();
            for (Span row : rows) {
                for (Span column : columns) {
                    double sum = areaSum(from, plane, source.width(), row, column);
                    samples[next++] = (byte) Math.round(sum / (scale * scale));
                }
            }
        }
        return samples;
    }

    private static double areaSum(byte[] from, int plane, int width, Span row, Span column) {
        double sum = 0;
        for (int r = 0; r < row.pixels.length; r++) {
            int line = plane + row.pixels[r] * width;
            double rowShare = row.shares[r];
            for (int c = 0; c < column.pixels.length; c++) {
                sum += rowShare * column.shares[c] * (from[line + column.pixels[c]] & 0xFF);
            }
        }
        return sum;
    }

    /** What a target pixel covers of the source along one side: pixels, without dark ones beside it, and 0 to 1 of each. */
    private static final class Span {
        final int[] pixels;
        final double[] shares;

        Span(int[] pixels, double[] shares) {
            this.pixels = pixels;
            this.shares = shares;
        }
    }

    /** The spans of all target pixels along one side, on which the source lies in the middle. */
    private Span[] spans(int source, int target, double scale) {
        double start = (source - target * scale) / 2;
        Span[] spans = new Span[target];
        for (int i = 0; i < target; i++) {
            double from = start + i * scale;
            double to = from + scale;
            int first = (int) Math.floor(from);
            int last = (int) Math.ceil(to);
            int[] pixels = new int[last - first];
            double[] shares = new double[last - first];
            int covered = 0;
            for (int pixel = first; pixel < last; pixel++) {
                int seen = nearest(pixel, source);
                if (seen != DARK) {
                    pixels[covered] = seen;
                    shares[covered++] = Math.min(pixel + 1, to) - Math.max(pixel, from);
                }
            }
            spans[i] = new Span(Arrays.copyOf(pixels, covered), Arrays.copyOf(shares, covered));
        }
        return spans;
    }

    /** Source pixels per side of a target pixel. */
    static double scale(int sourceWidth, int sourceHeight, int width, int height) {
        return Math.max((double) sourceWidth / width, (double) sourceHeight / height);
    }
}
