package io.sparsesplit.trainer.data;

import com.luciad.imageio.webp.WebPReadParam;
import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.image.ImageException;
import io.sparsesplit.model.image.ImageException.Problem;
import io.sparsesplit.model.image.ImageFormat;
import io.sparsesplit.model.image.Picture;
import io.sparsesplit.model.image.Preprocessing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Image files that are read to train with, but that services refuse. A picture much larger than the network's is made smaller
 * while it is read, so that its full size need not lie in memory; the network sees what it would see of the same picture as PNG.
 * Training reads trusted files. A service does not: its formats are a contract, and its WebP reader takes about 100 bytes a pixel.
 */
enum OtherFormat {
    /** TIFF of up to 16 bits a sample; the first page. */
    TIFF("com.sun.imageio.") {
        @Override
        ImageReadParam param(ImageReader reader, int step) {
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceSubsampling(step, step, 0, 0);
            return param;
        }
    },
    /** WebP of more than {@link ImageDecoder#MAX_WEBP_PIXELS} pixels. */
    WEBP("com.luciad.imageio.webp.") {
        @Override
        ImageReadParam param(ImageReader reader, int step) throws IOException {
            WebPReadParam param = new WebPReadParam();
            param.setUseScaling(true);
            param.setScaledWidth(reader.getWidth(0) / step);
            param.setScaledHeight(reader.getHeight(0) / step);
            return param;
        }
    };

    private static final List<byte[]> TIFF_MAGICS =
            List.of(new byte[] {'I', 'I', '*', 0}, new byte[] {'M', 'M', 0, '*'});
    private static final int MAX_BITS = 16;

    private final String plugin;

    OtherFormat(String plugin) {
        this.plugin = plugin;
    }

    /** Options that make the reader keep one of {@code step} pixels each way. */
    abstract ImageReadParam param(ImageReader reader, int step) throws IOException;

    /** Returns the format of a file; empty when services read it, or nobody does. */
    static Optional<OtherFormat> of(byte[] file) {
        if (TIFF_MAGICS.stream()
                .anyMatch(magic ->
                        file.length > magic.length && Arrays.equals(file, 0, magic.length, magic, 0, magic.length))) {
            return Optional.of(TIFF);
        }
        boolean large = ImageFormat.of(file).equals(Optional.of(ImageFormat.WEBP))
                && WEBP.pixels(file) > ImageDecoder.MAX_WEBP_PIXELS;
        return large ? Optional.of(WEBP) : Optional.empty();
    }

    /**
     * Returns the picture in a file of this format, not fitted yet.
     *
     * @param maxPixels most pixels, width times height
     * @throws ImageException when the file is damaged, too large or has samples of more than {@value #MAX_BITS} bits
     */
    Picture picture(byte[] file, Preprocessing preprocessing, long maxPixels) {
        ImageReader reader = reader();
        try (MemoryCacheImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(stream, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if ((long) width * height > maxPixels) {
                throw new ImageException(
                        Problem.TOO_LARGE,
                        "The image has %d x %d pixels, more than %d in all: make it smaller."
                                .formatted(width, height, maxPixels));
            }
            int[] bits = reader.getRawImageType(0) == null
                    ? new int[0]
                    : reader.getRawImageType(0).getSampleModel().getSampleSize();
            if (IntStream.of(bits).anyMatch(size -> size > MAX_BITS)) {
                throw new ImageException(
                        Problem.UNDECODABLE,
                        "The %s image has samples of more than %d bits: convert it to 8 or 16."
                                .formatted(this, MAX_BITS));
            }
            int step = Math.max(
                    1,
                    Math.min(
                            width / (preprocessing.width() * ImageDecoder.OVERSAMPLING),
                            height / (preprocessing.height() * ImageDecoder.OVERSAMPLING)));
            return Picture.of(reader.read(0, param(reader, step)), preprocessing.channels());
        } catch (ImageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new ImageException(
                    Problem.UNDECODABLE,
                    "The %s image is damaged, or of a kind that is not read here: convert it to PNG.".formatted(this),
                    e);
        } finally {
            reader.dispose();
        }
    }

    /** Width times height; 0 when the file is damaged. */
    private long pixels(byte[] file) {
        ImageReader reader = reader();
        try (MemoryCacheImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(stream, true, true);
            return (long) reader.getWidth(0) * reader.getHeight(0);
        } catch (IOException | RuntimeException e) {
            return 0;
        } finally {
            reader.dispose();
        }
    }

    private ImageReader reader() {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(name());
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith(plugin)) {
                return reader;
            }
        }
        throw new IllegalStateException("no reader for %s is installed".formatted(this));
    }
}
