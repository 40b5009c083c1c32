package io.sparsesplit.model.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;

/**
 * A picture of one grey channel or of red, green and blue (sRGB), 0 (dark) to 255 (bright). Samples are planar: channel after
 * channel, row after row.
 */
public final class Picture {

    public static final int GREY = 1;
    public static final int RGB = 3;

    private final int width;
    private final int height;
    private final int channels;
    private final byte[] samples;

    /**
     * A picture from its samples.
     *
     * @param width 1 or more
     * @param height 1 or more
     * @param channels {@value #GREY} or {@value #RGB}
     * @param samples {@code channels * height * width} unsigned bytes, that of {@code (c, x, y)} at
     *     {@code (c * height + y) * width + x}; not copied
     */
    public Picture(int width, int height, int channels, byte[] samples) {
        requireChannels(channels);
        if (width < 1 || height < 1 || samples.length != (long) width * height * channels) {
            throw new IllegalArgumentException("%d samples given for a picture of %d x %d, %d channel%s"
                    .formatted(samples.length, width, height, channels, channels == 1 ? "" : "s"));
        }
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.samples = samples;
    }

    /**
     * The picture of a decoded image; what is transparent lies on white. Grey is the luma of ITU-R BT.601; a grey image in
     * three channels has three equal ones.
     */
    public static Picture of(BufferedImage image, int channels) {
        return isGrey(image.getColorModel()) ? ofGrey(image).inChannels(channels) : ofColour(image, channels);
    }

    static void requireChannels(int channels) {
        if (channels != GREY && channels != RGB) {
            throw new IllegalArgumentException("a picture has %d channel, grey, or %d, red, green and blue, not %d"
                    .formatted(GREY, RGB, channels));
        }
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** {@value #GREY} or {@value #RGB}. */
    public int channels() {
        return channels;
    }

    /** All samples, planar; not a copy. */
    public byte[] samples() {
        return samples;
    }

    /** A sample, 0 to 255. */
    public int at(int channel, int x, int y) {
        return Byte.toUnsignedInt(samples[(channel * height + y) * width + x]);
    }

    /** The same picture in so many channels: three equal ones of a grey one, the luma (ITU-R BT.601) of a coloured one. */
    public Picture inChannels(int wanted) {
        requireChannels(wanted);
        if (wanted == channels) {
            return this;
        }
        int plane = width * height;
        byte[] converted = new byte[plane * wanted];
        for (int i = 0; i < converted.length; i++) {
            converted[i] = wanted == RGB
                    ? samples[i % plane]
                    : (byte) luma(samples[i] & 0xFF, samples[i + plane] & 0xFF, samples[i + 2 * plane] & 0xFF);
        }
        return new Picture(width, height, wanted, converted);
    }

    /** Whether all pixels are alike. */
    public boolean isFlat() {
        int plane = width * height;
        for (int start = 0; start < samples.length; start += plane) {
            for (int i = start; i < start + plane; i++) {
                if (samples[i] != samples[start]) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Mean of the outermost pixels. */
    double borderMean() {
        long sum = 0;
        long count = 0;
        for (int channel = 0; channel < channels; channel++) {
            for (int y = 0; y < height; y++) {
                int step = y == 0 || y == height - 1 || width == 1 ? 1 : width - 1;
                for (int x = 0; x < width; x += step) {
                    sum += at(channel, x, y);
                    count++;
                }
            }
        }
        return (double) sum / count;
    }

    Picture inverted() {
        byte[] inverted = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            inverted[i] = (byte) ~samples[i];
        }
        return new Picture(width, height, channels, inverted);
    }

    /** Turned upright, for an EXIF orientation of 1 to 8. */
    Picture upright(int orientation) {
        if (orientation == 1) {
            return this;
        }
        boolean transposed = orientation >= 5;
        boolean fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean fromBottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        int newWidth = transposed ? height : width;
        int newHeight = transposed ? width : height;
        byte[] turned = new byte[samples.length];
        for (int channel = 0; channel < channels; channel++) {
            for (int y = 0; y < newHeight; y++) {
                for (int x = 0; x < newWidth; x++) {
                    int column = transposed ? y : x;
                    int row = transposed ? x : y;
                    turned[(channel * newHeight + y) * newWidth + x] = (byte)
                            at(channel, fromRight ? width - 1 - column : column, fromBottom ? height - 1 - row : row);
                }
            }
        }
        return new Picture(newWidth, newHeight, channels, turned);
    }

    private static boolean isGrey(ColorModel model) {
        return model.getColorSpace().getType() == ColorSpace.TYPE_GRAY
                && model.getNumComponents() == model.getNumColorComponents() + (model.hasAlpha() ? 1 : 0)
                && !model.isAlphaPremultiplied();
    }

    /** Stored samples as they are: {@code getRGB} would bend them, since Java takes grey for linear light. */
    private static Picture ofGrey(BufferedImage image) {
        Raster raster = image.getRaster();
        boolean hasAlpha = image.getColorModel().hasAlpha();
        int max = (1 << image.getColorModel().getComponentSize(0)) - 1;
        int width = image.getWidth();
        byte[] samples = new byte[width * image.getHeight()];
        int[] greys = new int[width];
        int[] alphas = new int[width];
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getSamples(0, y, width, 1, 0, greys);
            if (hasAlpha) {
                raster.getSamples(0, y, width, 1, 1, alphas);
            }
            for (int x = 0; x < width; x++) {
                int grey = greys[x] * 255 / max;
                samples[y * width + x] = (byte) (hasAlpha ? onWhite(grey, alphas[x] * 255 / max) : grey);
            }
        }
        return new Picture(width, image.getHeight(), GREY, samples);
    }

    private static Picture ofColour(BufferedImage image, int channels) {
        int width = image.getWidth();
        int plane = width * image.getHeight();
        byte[] samples = new byte[plane * channels];
        int[] row = new int[width];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                int pixel = y * width + x;
                int alpha = row[x] >>> 24;
                int red = row[x] >> 16 & 0xFF;
                int green = row[x] >> 8 & 0xFF;
                int blue = row[x] & 0xFF;
                if (channels == GREY) {
                    samples[pixel] = (byte) onWhite(luma(red, green, blue), alpha);
                } else {
                    samples[pixel] = (byte) onWhite(red, alpha);
                    samples[pixel + plane] = (byte) onWhite(green, alpha);
                    samples[pixel + 2 * plane] = (byte) onWhite(blue, alpha);
                }
            }
        }
        return new Picture(width, image.getHeight(), channels, samples);
    }

    private static int luma(int red, int green, int blue) {
        return (299 * red + 587 * green + 114 * blue + 500) / 1000;
    }

    private static int onWhite(int sample, int alpha) {
        return (sample * alpha + 255 * (255 - alpha) + 127) / 255;
    }
}
