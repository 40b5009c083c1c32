package io.sparsesplit.model.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Which way up a camera was held: the EXIF orientation of a JPEG file, 1 (upright) to 8.
 *
 * <p>A JPEG file begins with segments: {@code FF}, type, 2 bytes length, data, big-endian. A segment of type {@code E1} that
 * begins with {@code Exif 00 00} holds a TIFF file, whose header gives the byte order and the offset of a directory: a
 * count, then 12 bytes per entry: tag, type, number of values, value. Only this one entry of the first directory is read,
 * so that no chain of directories can be made to exhaust time, memory or stack.
 */
final class ExifOrientation {

    private static final int UPRIGHT = 1;

    private static final int START_OF_SCAN = 0xDA;
    private static final int APPLICATION_1 = 0xE1;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

    private static final short LITTLE_ENDIAN = 0x4949;
    private static final int DIRECTORY_OFFSET = 4;
    private static final int ENTRY_BYTES = 12;
    private static final int VALUE_OFFSET = 8;
    private static final int ORIENTATION_TAG = 0x0112;

    private ExifOrientation() {}

    /** The orientation; 1 when the file has none that makes sense. */
    static int of(byte[] jpeg) {
        try {
            return inSegments(ByteBuffer.wrap(jpeg));
        } catch (IndexOutOfBoundsException e) {
            return UPRIGHT;
        }
    }

    private static int inSegments(ByteBuffer jpeg) {
        int position = 2;
        while (jpeg.get(position) == (byte) 0xFF) {
            int type = Byte.toUnsignedInt(jpeg.get(position + 1));
            if (type == START_OF_SCAN) {
                break;
            }
            int length = Short.toUnsignedInt(jpeg.getShort(position + 2));
            ByteBuffer data = jpeg.slice(position + 4, length - 2);
            if (type == APPLICATION_1 && data.remaining() > EXIF.length && startsWithExif(data)) {
                return inTiff(data.slice(EXIF.length, data.remaining() - EXIF.length));
            }
            position += 2 + length;
        }
        return UPRIGHT;
    }

    private static boolean startsWithExif(ByteBuffer data) {
        return data.slice(0, EXIF.length).equals(ByteBuffer.wrap(EXIF));
    }

    private static int inTiff(ByteBuffer tiff) {
        tiff.order(tiff.getShort(0) == LITTLE_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(DIRECTORY_OFFSET);
        int entries = Short.toUnsignedInt(tiff.getShort(directory));
        for (int entry = 0; entry < entries; entry++) {
            int at = directory + 2 + entry * ENTRY_BYTES;
            if (tiff.getShort(at) == ORIENTATION_TAG) {
                int orientation = tiff.getShort(at + VALUE_OFFSET);
                return orientation >= UPRIGHT && orientation <= 8 ? orientation : UPRIGHT;
            }
        }
        return UPRIGHT;
    }
}
