package io.sparsesplit.trainer.competitors;

import com.luciad.imageio.webp.CompressionType;
import com.luciad.imageio.webp.WebPWriteParam;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;
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

    private final String format;
    private final boolean lossless;
    private final int width;
    private final int height;
    private final Consumer<ImageWriteParam> settings;

    private ImageFileCodec(String format, boolean lossless, int width, int height, Consumer<ImageWriteParam> settings) {
        this.format = format;
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
        // The WebP writer knows no grey pictures, and makes none bigger for being of three equal channels.
        BufferedImage image = new BufferedImage(
                width, height, format.equals("webp") ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < picture.length; i++) {
            for (int band = 0; band < image.getRaster().getNumBands(); band++) {
                image.getRaster().setSample(i % width, i / width, band, Byte.toUnsignedInt(picture[i]));
            }
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(file)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            settings.accept(param);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        } finally {
            writer.dispose();
        }
        return file.toByteArray();
    }

    @Override
    public byte[] decode(byte[] message) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        // The writer's own: there may be several, and decoders of lossy formats differ a little.
        ImageReader reader = ImageIO.getImageReader(writer);
        try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(message))) {
            reader.setInput(stream);
            BufferedImage image = reader.read(0);
            byte[] picture = new byte[height * width];
            for (int i = 0; i < picture.length; i++) {
                // Where there are three channels they are equal, or nearly so: green counts most.
                int band = image.getRaster().getNumBands() / 2;
                picture[i] = (byte) image.getRaster().getSample(i % width, i / width, band);
            }
            return picture;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            reader.dispose();
            writer.dispose();
        }
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
