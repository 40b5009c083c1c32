package io.sparsesplit.model.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The header of a BMP file. A BMP can be the wrapping of a JPEG or PNG file, meant for printers, of whose size its own
 * header says nothing.
 */
final class BmpStructure {

    private static final int COMPRESSION_OFFSET = 30;
    private static final int WRAPPED_JPEG = 4;
    private static final int WRAPPED_PNG = 5;

    private BmpStructure() {}

    static byte[] checked(byte[] file) throws IOException {
        int compression = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(COMPRESSION_OFFSET);
        if (compression == WRAPPED_JPEG || compression == WRAPPED_PNG) {
            throw new IOException("a wrapped JPEG or PNG");
        }
        return file;
    }
}
