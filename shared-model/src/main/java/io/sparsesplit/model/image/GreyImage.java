package io.sparsesplit.model.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;

/** Brightness of each pixel, 0 (black) to 255 (white), row by row. */
public final class GreyImage {

    private final int width;
    private final int height;
    private final int[] pixels;

    /**
     * An image from its pixels.
     *
     * @param width 1 or more
     * @param height 1 or more
     * @param pixels {@code width * height} values of 0 to 255; not copied
     */
    public GreyImage(int width, int height, int[] pixels) {
        if (width < 1 || height < 1 || pixels.length != (long) width * height) {
            throw new IllegalArgumentException(
                    "%d pixels given for an image of %d x %d".formatted(pixels.length, width, height));
        }
        this.width = width;
        this.height = height;
        this.pixels = pixels;
    }

    /** An image from one unsigned byte per pixel, as IDX files have it. */
    public static GreyImage ofBytes(int width, int height, byte[] bytes) {
        int[] pixels = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            pixels[i] = Byte.toUnsignedInt(bytes[i]);
        }
        return new GreyImage(width, height, pixels);
    }

    /** The luma (ITU-R BT.601) of an image; what is transparent lies on white. */
    static GreyImage of(BufferedImage image) {
        return isGrey(image.getColorModel()) ? ofGrey(image) : ofColour(image);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The brightness of a pixel, 0 to 255. */
    public int at(int x, int y) {
        return pixels[y * width + x];
    }

    /** Whether all pixels are equally bright. */
    boolean isFlat() {
        for (int pixel : pixels) {
            if (pixel != pixels[0]) {
                return false;
            }
        }
        return true;
    }

    /** Mean brightness of the outermost pixels. */
    double borderMean() {
        long sum = 0;
        long count = 0;
        for (int y = 0; y < height; y++) {
            int step = y == 0 || y == height - 1 || width == 1 ? 1 : width - 1;
            for (int x = 0; x < width; x += step) {
                sum += at(x, y);
                count++;
            }
        }
        return (double) sum / count;
    }

    GreyImage inverted() {
        int[] inverted = new int[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            inverted[i] = 255 - pixels[i];
        }
        return new GreyImage(width, height, inverted);
    }

    /** Turned upright, for an EXIF orientation of 1 to 8. */
    GreyImage upright(int orientation) {
        if (orientation == 1) {
            return this;
        }
        boolean transposed = orientation >= 5;
        boolean fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean fromBottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        int newWidth = transposed ? height : width;
        int newHeight = transposed ? width : height;
        int[] turned = new int[pixels.length];
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                int column = transposed ? y : x;
                int row = transposed ? x : y;
                turned[y * newWidth + x] =
                        at(fromRight ? width - 1 - column : column, fromBottom ? height - 1 - row : row);
            }
        }
        return new GreyImage(newWidth, newHeight, turned);
    }

    private static boolean isGrey(ColorModel model) {
        return model.getColorSpace().getType() == ColorSpace.TYPE_GRAY
                && model.getNumComponents() == model.getNumColorComponents() + (model.hasAlpha() ? 1 : 0)
                && !model.isAlphaPremultiplied();
    }

    /** Stored samples as they are: {@code getRGB} would bend them, since Java takes grey for linear light. */
    private static GreyImage ofGrey(BufferedImage image) {
        Raster raster = image.getRaster();
        int max = (1 << image.getColorModel().getComponentSize(0)) - 1;
        int[] pixels = raster.getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (int[]) null);
        int[] alphas = image.getColorModel().hasAlpha()
                ? raster.getSamples(0, 0, image.getWidth(), image.getHeight(), 1, (int[]) null)
                : null;
        for (int i = 0; i < pixels.length; i++) {
            int grey = pixels[i] * 255 / max;
            pixels[i] = alphas == null ? grey : onWhite(grey, alphas[i] * 255 / max);
        }
        return new GreyImage(image.getWidth(), image.getHeight(), pixels);
    }

    private static GreyImage ofColour(BufferedImage image) {
        int width = image.getWidth();
        int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
        for (int i = 0; i < pixels.length; i++) {
            int argb = pixels[i];
            int luma = (299 * (argb >> 16 & 0xFF) + 587 * (argb >> 8 & 0xFF) + 114 * (argb & 0xFF) + 500) / 1000;
            pixels[i] = onWhite(luma, argb >>> 24);
        }
        return new GreyImage(width, image.getHeight(), pixels);
    }

    private static int onWhite(int grey, int alpha) {
        return (grey * alpha + 255 * (255 - alpha) + 127) / 255;
    }
}
