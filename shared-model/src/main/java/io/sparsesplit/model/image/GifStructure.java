package io.sparsesplit.model.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * The blocks of a GIF file, up to the end of the first picture. Comments and application data are left out: the reader
 * copies what it has of them for every 255 bytes more, eight gigabytes for a file of one megabyte.
 */
final class GifStructure {

    private static final int HEADER_BYTES = 13;
    private static final int DESCRIPTOR_BYTES = 10;
    private static final int EXTENSION = 0x21;
    private static final int GRAPHIC_CONTROL = 0xF9;
    private static final int PICTURE = 0x2C;
    private static final int TRAILER = 0x3B;

    private final byte[] file;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private int position;

    private GifStructure(byte[] file) {
        this.file = file;
    }

    static byte[] firstPicture(byte[] file) throws IOException {
        GifStructure gif = new GifStructure(file);
        gif.skip(HEADER_BYTES);
        gif.skipColours(file[10]);
        gif.keepFrom(0);
        gif.blocks();
        return gif.kept.toByteArray();
    }

    private void blocks() throws IOException {
        while (true) {
            int start = position;
            switch (next()) {
                case EXTENSION -> {
                    boolean wanted = next() == GRAPHIC_CONTROL;
                    skipSubBlocks();
                    if (wanted) {
                        keepFrom(start);
                    }
                }
                case PICTURE -> {
                    skip(DESCRIPTOR_BYTES - 1);
                    skipColours(file[position - 1]);
                    skip(1);
                    skipSubBlocks();
                    keepFrom(start);
                    kept.write(TRAILER);
                    return;
                }
                default -> throw new IOException("unknown block at byte %d".formatted(start));
            }
        }
    }

    /** A colour table, whose presence and size are in the flags before it. */
    private void skipColours(byte flags) throws IOException {
        if (flags < 0) {
            skip(3 << ((flags & 7) + 1));
        }
    }

    private void skipSubBlocks() throws IOException {
        for (int length = next(); length > 0; length = next()) {
            skip(length);
        }
    }

    private void keepFrom(int start) {
        kept.write(file, start, position - start);
    }

    private int next() throws IOException {
        skip(1);
        return Byte.toUnsignedInt(file[position - 1]);
    }

    private void skip(int length) throws IOException {
        if (length > file.length - position) {
            throw new IOException("cut short in the block before byte %d".formatted(file.length));
        }
        position += length;
    }
}
