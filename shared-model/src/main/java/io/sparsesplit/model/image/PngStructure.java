package io.sparsesplit.model.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file: 4 bytes length, 4 letters type, data, 4 bytes CRC-32 of type and data, big-endian. The reader
 * checks no checksum and stops at the last pixel; here a file that is damaged in what makes the picture, or that has no
 * end, is found out.
 */
final class PngStructure {

    private static final int SIGNATURE_BYTES = 8;
    private static final int CHUNK_OVERHEAD_BYTES = 12;
    private static final int END = 0x49454E44;

    private PngStructure() {}

    static byte[] checked(byte[] file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(file).position(SIGNATURE_BYTES);
        while (true) {
            int start = bytes.position();
            if (bytes.remaining() < CHUNK_OVERHEAD_BYTES) {
                throw new IOException("no IEND chunk");
            }
            int length = bytes.getInt();
            int type = bytes.getInt();
            if (length < 0 || length > bytes.remaining() - Integer.BYTES) {
                throw new IOException("chunk at byte %d is longer than the file".formatted(start));
            }
            bytes.position(bytes.position() + length);
            if (bytes.getInt() != crc(file, start + Integer.BYTES, Integer.BYTES + length) && isCritical(type)) {
                throw new IOException("chunk at byte %d is damaged".formatted(start));
            }
            if (type == END) {
                return file;
            }
        }
    }

    /** A capital first letter: without this chunk there is no picture. */
    private static boolean isCritical(int type) {
        return (type >> 24 & 0x20) == 0;
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
