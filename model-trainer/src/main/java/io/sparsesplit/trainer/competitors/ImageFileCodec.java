package io.sparsesplit.trainer.competitors;

import com.luciad.imageio.webp.CompressionType;
import com.luciad.imageio.webp.WebPWriteParam;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;

/**
 * Image files of the usual formats, written as small as their writers can: PNG and JPEG with the JDK's, WebP with libwebp's.
 * PNG is grey of 8 bits; JPEG has Huffman tables of its own for each picture. Nothing is cut from the files: headers and tables
 * travel, as they do when a camera's files are sent.
 */
final class ImageFileCodec implements PictureCodec {

    static {
        ImageIO.setUseCache(false); // no temporary files
    }

    private final ImageWriterSpi writers;
    private final ImageReaderSpi readers;
    private final int type;
    private final boolean lossless;
    private final int width;
    private final int height;
    private final Consumer<ImageWriteParam> settings;

    private ImageFileCodec(String format, boolean lossless, int width, int height, Consumer<ImageWriteParam> settings) {
        this.writers = ImageIO.getImageWritersByFormatName(format).next().getOriginatingProvider();
        this.readers = readers(format, writers.getClass().getPackage());
        this.type = format.equals("webp") ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_BYTE_GRAY;
        this.lossless = lossless;
        this.width = width;
        this.height = height;
        this.settings = settings;
    }

    static ImageFileCodec png(int width, int height) {
        return new ImageFileCodec("png", true, width, height, param -> quality(param, 0));
    }

    /** @param percent 0 to 100 */
    static ImageFileCodec jpeg(int percent, int width, int height) {
        return new ImageFileCodec("jpeg", false, width, height, param -> {
            quality(param, percent);
            ((JPEGImageWriteParam) param).setOptimizeHuffmanTables(true);
        });
    }

    static ImageFileCodec losslessWebp(int width, int height) {
        return new ImageFileCodec("webp", true, width, height, param -> webp(param, CompressionType.Lossless, 100));
    }

    /** @param percent 0 to 100 */
    static ImageFileCodec webp(int percent, int width, int height) {
        return new ImageFileCodec("webp", false, width, height, param -> webp(param, CompressionType.Lossy, percent));
    }

    /** Those that come with the writers: there may be others, and decoders of lossy formats differ a little. */
    private static ImageReaderSpi readers(String format, Package plugin) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        while (readers.hasNext()) {
            ImageReaderSpi found = readers.next().getOriginatingProvider();
            if (found.getClass().getPackage().equals(plugin)) {
                return found;
            }
        }
        throw new IllegalStateException("what is written as %s is not read".formatted(format));
    }

    private static void quality(ImageWriteParam param, int percent) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(percent / 100f);
    }

    private static void webp(ImageWriteParam param, CompressionType type, int percent) {
        WebPWriteParam webp = (WebPWriteParam) param;
        webp.setCompressionType(type);
        webp.setCompressionQuality(percent / 100f);
        webp.setMethod(6); // the slowest, with the smallest files
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public byte[] encode(byte[] picture) {
        int[] pixels = new int[picture.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Byte.toUnsignedInt(picture[i]);
        }
        try {
            return write(image(pixels));
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
    }

    @Override
    public byte[] decode(byte[] message) {
        try {
            WritableRaster raster = read(message).getRaster();
            // Where there are three channels they are equal, or nearly so: green counts most.
            int[] pixels = raster.getSamples(0, 0, width, height, raster.getNumBands() / 2, (int[]) null);
            byte[] picture = new byte[pixels.length];
            for (int i = 0; i < picture.length; i++) {
                picture[i] = (byte) pixels[i];
            }
            return picture;
        } catch (IOException e) {
            throw new UncheckedIOException("the message is not one that was encoded here", e);
        }
    }

    private byte[] write(BufferedImage image) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageWriter writer = writers.createWriterInstance();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(file)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            settings.accept(param);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return file.toByteArray();
    }

    private BufferedImage read(byte[] file) throws IOException {
        ImageReader reader = readers.createReaderInstance();
        try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(stream);
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }

    /** The WebP writer takes colours only, and makes no file longer for three equal channels. */
    private BufferedImage image(int[] pixels) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int band = 0; band < image.getRaster().getNumBands(); band++) {
            image.getRaster().setSamples(0, 0, width, height, band, pixels);
        }
        return image;
    }

    @Override
    public boolean isLossless() {
        return lossless;
    }

    @Override
    public byte[] seen(byte[] picture) {
        return lossless ? picture : decode(encode(picture));
    }
}
