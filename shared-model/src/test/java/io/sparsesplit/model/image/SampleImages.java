package io.sparsesplit.model.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Image files made by the JDK's writers and, where there is none or it writes no nonsense, byte by byte. */
final class SampleImages {

    /** 32 x 32 pixels, black, with 16 x 16 white ones in the middle, by cwebp -q 60. */
    private static final String LOSSY_WEBP =
            "524946463e000000574542505650382032000000b003009d012a200020002e855aad56a2a727270700844b480005ceb36d9cc3fa3b808a"
                    + "d12c4000fefd5145ffef7800000000";

    private SampleImages() {}

    /** A bright blot with soft edges, off the centre, on dark ground. */
    static BufferedImage blot(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double distance = Math.hypot((x + 0.5) / width - 0.45, (y + 0.5) / height - 0.4);
                int grey = (int) Math.round(255 * Math.max(0, Math.min(1, 1.6 - 5 * distance)));
                if (type == BufferedImage.TYPE_BYTE_GRAY) {
                    // setRGB would bend it, since Java takes grey for linear light.
                    image.getRaster().setSample(x, y, 0, grey);
                } else {
                    image.setRGB(x, y, 0xFF000000 | grey * 0x010101);
                }
            }
        }
        return image;
    }

    static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, bytes)) {
            throw new IOException("no writer for " + format);
        }
        return bytes.toByteArray();
    }

    static byte[] progressiveJpeg(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(image), "jpeg")
                .next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** One small file of every kind that is read. */
    static Map<String, byte[]> ofEveryKind() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("grey PNG", encoded(blot(28, 28, BufferedImage.TYPE_BYTE_GRAY), "png"));
        files.put("colour PNG", encoded(blot(50, 40, BufferedImage.TYPE_INT_ARGB), "png"));
        files.put("grey JPEG", encoded(blot(28, 28, BufferedImage.TYPE_BYTE_GRAY), "jpeg"));
        files.put("colour JPEG", encoded(blot(50, 40, BufferedImage.TYPE_INT_RGB), "jpeg"));
        files.put("progressive JPEG", progressiveJpeg(blot(50, 40, BufferedImage.TYPE_INT_RGB)));
        files.put("GIF", encoded(blot(28, 28, BufferedImage.TYPE_BYTE_INDEXED), "gif"));
        files.put("BMP", encoded(blot(28, 28, BufferedImage.TYPE_INT_RGB), "bmp"));
        files.put("lossy WebP", lossyWebp());
        files.put("lossless WebP", losslessWebp(new String[] {"....", ".##.", ".#..", "...."}));
        return files;
    }

    static byte[] concatenated(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    /** A PNG without compression or filters. */
    static byte[] png(int width, int height, int depth, int colourType, byte[] rows, byte[]... chunksBefore) {
        return concatenated(
                HexFormat.of().parseHex("89504e470d0a1a0a"),
                pngChunk(
                        "IHDR",
                        ByteBuffer.allocate(13)
                                .putInt(width)
                                .putInt(height)
                                .put((byte) depth)
                                .put((byte) colourType)
                                .array()),
                concatenated(chunksBefore),
                pngChunk("IDAT", deflated(rows, 1)),
                pngChunk("IEND", new byte[0]));
    }

    static byte[] pngChunk(String type, byte[] data) {
        byte[] content = concatenated(type.getBytes(StandardCharsets.US_ASCII), data);
        CRC32 crc = new CRC32();
        crc.update(content);
        return ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(content)
                .putInt((int) crc.getValue())
                .array();
    }

    /** Some bytes, many times over, in zlib's format. */
    static byte[] deflated(byte[] bytes, int times) {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream stream = new DeflaterOutputStream(deflated, new Deflater(), 1 << 16)) {
            for (int i = 0; i < times; i++) {
                stream.write(bytes);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return deflated.toByteArray();
    }

    static byte[] lossyWebp() {
        return HexFormat.of().parseHex(LOSSY_WEBP);
    }

    static byte[] losslessWebp(String[] rows) {
        return webp(webpChunk("VP8L", vp8l(rows[0].length(), rows.length, rows)));
    }

    /**
     * A lossless picture of black (.) and white (#): no transforms, no cache, five codes of one or two symbols, one bit for
     * each of green, red and blue.
     */
    static byte[] vp8l(int width, int height, String[] rows) {
        List<Integer> bits = new ArrayList<>();
        put(bits, width - 1, 14);
        put(bits, height - 1, 14);
        // No alpha, version 0, no transform, no colour cache, one group of codes.
        put(bits, 0, 1 + 3 + 1 + 1 + 1);
        for (int channel = 0; channel < 3; channel++) {
            // A simple code of two symbols, the first of 8 bits: 0 and 255.
            put(bits, 0b111, 3);
            put(bits, 0, 8);
            put(bits, 255, 8);
        }
        // Alpha: always 255. Distance: always 0, in one bit.
        put(bits, 0b101, 3);
        put(bits, 255, 8);
        put(bits, 0b001, 3);
        put(bits, 0, 1);
        for (String row : rows) {
            row.chars().forEach(pixel -> put(bits, pixel == '#' ? 0b111 : 0, 3));
        }
        byte[] data = new byte[1 + (bits.size() + 7) / 8];
        data[0] = 0x2F;
        for (int i = 0; i < bits.size(); i++) {
            data[1 + i / 8] |= (byte) (bits.get(i) << i % 8);
        }
        return data;
    }

    private static void put(List<Integer> bits, int value, int count) {
        for (int i = 0; i < count; i++) {
            bits.add(value >> i & 1);
        }
    }

    static byte[] webp(byte[]... chunks) {
        byte[] content = concatenated(chunks);
        return concatenated(
                littleEndian("RIFF", content.length + 4), "WEBP".getBytes(StandardCharsets.US_ASCII), content);
    }

    static byte[] webpChunk(String type, byte[] data) {
        return concatenated(littleEndian(type, data.length), data, new byte[data.length % 2]);
    }

    /** The VP8X chunk: flags, and a canvas of two times 24 bits, less 1. */
    static byte[] webpCanvas(int flags, int width, int height) {
        ByteBuffer data = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(0, flags).putInt(4, width - 1).putInt(7, height - 1);
        byte[] canvas = new byte[10];
        data.get(canvas);
        return webpChunk("VP8X", canvas);
    }

    private static byte[] littleEndian(String tag, int value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(tag.getBytes(StandardCharsets.US_ASCII))
                .putInt(value)
                .array();
    }

    /** A JPEG with a segment behind its first two bytes. */
    static byte[] withSegment(byte[] jpeg, int type, byte[] data) {
        ByteBuffer file = ByteBuffer.allocate(jpeg.length + 4 + data.length);
        file.put(jpeg, 0, 2).putShort((short) (0xFF00 | type)).putShort((short) (data.length + 2));
        return file.put(data).put(jpeg, 2, jpeg.length - 2).array();
    }

    /** The data of a segment with an EXIF directory of one entry, the orientation. */
    static byte[] exif(int orientation, ByteOrder order) {
        ByteBuffer exif = ByteBuffer.allocate(6 + 8 + 2 + 12 + 4).order(order);
        exif.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        exif.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(StandardCharsets.US_ASCII));
        exif.putShort((short) 42).putInt(8).putShort((short) 1);
        exif.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
        return exif.array();
    }
}
