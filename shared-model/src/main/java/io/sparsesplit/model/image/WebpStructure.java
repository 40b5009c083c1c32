package io.sparsesplit.model.image;

import io.sparsesplit.model.image.ImageException.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a WebP file: 4 letters type, 4 bytes length, data, filled up to an even length, little-endian. The reader
 * believes the size in the VP8X chunk when asked for it and the size in the picture's own chunk when it allocates; here
 * both must agree. What lies behind the first picture is left out.
 */
final class WebpStructure {

    private static final int HEADER_BYTES = 12;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final int EXTENDED = tag("VP8X");
    private static final int LOSSY = tag("VP8 ");
    private static final int LOSSLESS = tag("VP8L");
    private static final int ANIMATION = tag("ANIM");
    private static final int FRAME = tag("ANMF");

    private record Size(int width, int height) {}

    private WebpStructure() {}

    static byte[] firstPicture(byte[] file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        long end = Integer.toUnsignedLong(bytes.getInt(4)) + CHUNK_HEADER_BYTES;
        if (end > file.length) {
            throw new IOException("%d bytes are announced, but there are %d".formatted(end, file.length));
        }
        @Nullable Size canvas = null;
        bytes.position(HEADER_BYTES);
        while (true) {
            int start = bytes.position();
            if (bytes.remaining() < CHUNK_HEADER_BYTES) {
                throw new IOException("no picture");
            }
            int type = bytes.getInt();
            int length = bytes.getInt();
            if (length < 0 || length > bytes.remaining()) {
                throw new IOException("chunk at byte %d is longer than the file".formatted(start));
            }
            ByteBuffer data = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.position(Math.min(bytes.limit(), bytes.position() + length + length % 2));
            if (type == LOSSY || type == LOSSLESS) {
                Size size = type == LOSSY ? lossySize(data) : losslessSize(data);
                if (canvas != null && !canvas.equals(size)) {
                    throw new IOException("the picture is %s, but the canvas %s".formatted(size, canvas));
                }
                return cut(file, bytes.position());
            }
            if (type == ANIMATION || type == FRAME) {
                throw new ImageException(
                        Problem.UNDECODABLE, "The WebP image is animated, which is not read here: send a still one.");
            }
            if (type == EXTENDED) {
                if (start != HEADER_BYTES) {
                    throw new IOException("second canvas at byte %d".formatted(start));
                }
                canvas = canvasSize(data);
            }
        }
    }

    private static byte[] cut(byte[] file, int end) {
        byte[] cut = Arrays.copyOf(file, end);
        ByteBuffer.wrap(cut).order(ByteOrder.LITTLE_ENDIAN).putInt(Integer.BYTES, end - CHUNK_HEADER_BYTES);
        return cut;
    }

    /** Two times 24 bits, less 1. */
    private static Size canvasSize(ByteBuffer data) {
        return new Size((data.getInt(4) & 0xFFFFFF) + 1, (data.getInt(6) >>> 8) + 1);
    }

    /** Two times 14 bits behind 3 bytes of flags and 3 bytes of start code. */
    private static Size lossySize(ByteBuffer data) {
        return new Size(data.getShort(6) & 0x3FFF, data.getShort(8) & 0x3FFF);
    }

    /** Two times 14 bits, less 1, behind 1 byte of signature. */
    private static Size losslessSize(ByteBuffer data) {
        int bits = data.getInt(1);
        return new Size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
    }

    private static int tag(String letters) {
        return letters.charAt(0) | letters.charAt(1) << 8 | letters.charAt(2) << 16 | letters.charAt(3) << 24;
    }
}
