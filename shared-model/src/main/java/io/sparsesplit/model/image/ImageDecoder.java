package io.sparsesplit.model.image;

import io.sparsesplit.model.image.ImageException.Problem;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.spi.ImageReaderSpi;

/**
 * Reads PNG, JPEG, GIF, BMP and WebP files that nobody vouches for. Checks come before allocations: number of bytes,
 * magic bytes, structure, width and height from the header, and only then pixels. A picture much larger than the network's
 * is thinned out while it is read, so that its full size need not lie in memory. Immutable and safe to share between threads.
 */
public final class ImageDecoder {

    /**
     * What is refused.
     *
     * @param maxBytes longest file
     * @param maxPixels most pixels, width times height
     */
    public record Limits(int maxBytes, long maxPixels) {

        /** 1 MB and 4 megapixels. */
        public static final Limits DEFAULT = new Limits(1 << 20, 4_000_000);
    }

    /** Source pixels kept per side of a pixel of the network's picture. */
    public static final int OVERSAMPLING = 8;

    private static final List<String> READERS = List.of("com.sun.imageio.", "com.twelvemonkeys.imageio.");

    /** The WebP reader knows no thinning out: it holds about 100 bytes per pixel of a whole picture. */
    public static final long MAX_WEBP_PIXELS = 1_000_000;

    /** The WebP reader reads 8 bytes at a time, and one more. */
    private static final int WEBP_LOOK_AHEAD = 16;

    private final Preprocessing preprocessing;
    private final Limits limits;

    /** Kept, as looking for one takes longer than reading a small picture's header. */
    private final Map<ImageFormat, ImageReaderSpi> providers = new EnumMap<>(ImageFormat.class);

    /**
     * A decoder for a network's input.
     *
     * @throws IllegalStateException when the program was put together without a reader for one of the formats
     */
    public ImageDecoder(Preprocessing preprocessing, Limits limits) {
        this.preprocessing = preprocessing;
        this.limits = limits;
        for (ImageFormat format : ImageFormat.values()) {
            providers.put(format, provider(format));
        }
    }

    /** What images are decoded for. */
    public Preprocessing preprocessing() {
        return preprocessing;
    }

    /**
     * The input vector of an image file.
     *
     * @return see {@link Preprocessing#input(Picture)}
     * @throws ImageException when the file is too large, of no known format, damaged, or shows nothing
     */
    public float[] decode(byte[] file) {
        return preprocessing.input(picture(file));
    }

    /**
     * The picture in an image file: upright, of as many channels as the preprocessing wants, not yet fitted.
     *
     * @throws ImageException when the file is too large, of no known format, damaged, or so long that nothing would be seen
     */
    public Picture picture(byte[] file) {
        return opened(file, (reader, format) -> {
            Picture picture = Picture.of(pixels(reader), preprocessing.channels());
            return format == ImageFormat.JPEG ? picture.upright(ExifOrientation.of(file)) : picture;
        });
    }

    /**
     * Checks all of an image file that can be checked without reading its pixels: bytes, format, structure, width and height.
     * What passes may still turn out to be damaged, or to show nothing, when it is decoded.
     *
     * @return the format
     * @throws ImageException when the file is too large, of no known format, damaged, or so long that nothing would be seen
     */
    public ImageFormat inspect(byte[] file) {
        return opened(file, (reader, format) -> format);
    }

    /** What a file longer than {@code maxBytes} is refused with, for callers that stop reading at that length. */
    public static ImageException tooManyBytes(int maxBytes) {
        return new ImageException(
                Problem.TOO_LARGE, "The image has more than %d bytes: send a smaller one.".formatted(maxBytes));
    }

    private interface Look<T> {
        T at(ImageReader reader, ImageFormat format) throws IOException;
    }

    /** Looks at a file that passed all checks which need no pixels. */
    private <T> T opened(byte[] file, Look<T> look) {
        if (file.length > limits.maxBytes()) {
            throw tooManyBytes(limits.maxBytes());
        }
        if (file.length == 0) {
            throw new ImageException(Problem.UNDECODABLE, "The image is empty: send the bytes of an image file.");
        }
        ImageFormat format = ImageFormat.of(file)
                .orElseThrow(() -> new ImageException(
                        Problem.UNKNOWN_FORMAT,
                        UnreadFormat.of(file)
                                .map(UnreadFormat::refusal)
                                .orElse("The bytes are not an image that is read here: send PNG, JPEG, GIF, BMP or"
                                        + " WebP.")));
        ImageReader reader = reader(format);
        try (FileBytes stream = new FileBytes(format.vetted(file), format == ImageFormat.WEBP ? WEBP_LOOK_AHEAD : 0)) {
            reader.setInput(stream, true, true);
            requireSize(reader, format);
            return look.at(reader, format);
        } catch (ImageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The readers throw unchecked exceptions, too, when a file is damaged.
            throw new ImageException(
                    Problem.UNDECODABLE,
                    "The %s image is damaged or cut short and cannot be decoded.".formatted(format),
                    e);
        } finally {
            reader.dispose();
        }
    }

    private void requireSize(ImageReader reader, ImageFormat format) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        requirePixels(width, height, format);
        if (format == ImageFormat.JPEG) {
            reader.addIIOReadWarningListener(refuseCutShort());
        } else {
            // Not for a JPEG, which may have to be turned first.
            preprocessing.requireVisible(width, height);
        }
    }

    private BufferedImage pixels(ImageReader reader) throws IOException {
        int step = Math.max(
                1,
                Math.min(
                        reader.getWidth(0) / (preprocessing.width() * OVERSAMPLING),
                        reader.getHeight(0) / (preprocessing.height() * OVERSAMPLING)));
        ImageReadParam param = reader.getDefaultReadParam();
        param.setSourceSubsampling(step, step, 0, 0);
        return reader.read(0, param);
    }

    private ImageReader reader(ImageFormat format) {
        try {
            return Objects.requireNonNull(providers.get(format)).createReaderInstance();
        } catch (IOException e) {
            throw new IllegalStateException("no reader for %s can be made".formatted(format), e);
        }
    }

    /** Of readers that are known here: another one on the class path must not make other pixels, nor lack the checks. */
    private static ImageReaderSpi provider(ImageFormat format) {
        Iterator<ImageReader> readers =
                ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT));
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (READERS.stream().anyMatch(reader.getClass().getName()::startsWith)) {
                return reader.getOriginatingProvider();
            }
        }
        throw new IllegalStateException("no reader for %s is installed".formatted(format));
    }

    private void requirePixels(int width, int height, ImageFormat format) {
        long max = format == ImageFormat.WEBP ? Math.min(MAX_WEBP_PIXELS, limits.maxPixels()) : limits.maxPixels();
        if ((long) width * height > max) {
            throw new ImageException(
                    Problem.TOO_LARGE,
                    "The image has %d x %d pixels, more than %d in all: send a smaller one."
                            .formatted(width, height, max));
        }
    }

    /** The JPEG reader fills up what is missing with grey and only warns of it. */
    private static IIOReadWarningListener refuseCutShort() {
        return (reader, warning) -> {
            String text = warning.toLowerCase(Locale.ROOT);
            if (text.contains("premature end") || text.contains("truncated")) {
                throw new ImageException(
                        Problem.UNDECODABLE, "The JPEG image is damaged or cut short and cannot be decoded.");
            }
        };
    }
}
