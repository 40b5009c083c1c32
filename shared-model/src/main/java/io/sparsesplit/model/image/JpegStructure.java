package io.sparsesplit.model.image;

import java.io.IOException;

/**
 * The scans of a JPEG file, {@code FF DA} each. A scan of a dozen bytes makes the reader pass over all pixels: a hundred
 * thousand of them fit into a megabyte and take minutes. Progressive files have about ten.
 */
final class JpegStructure {

    private static final int MAX_SCANS = 64;

    private JpegStructure() {}

    static byte[] checked(byte[] file) throws IOException {
        int scans = 0;
        for (int i = 1; i < file.length; i++) {
            if (file[i - 1] == (byte) 0xFF && file[i] == (byte) 0xDA && ++scans > MAX_SCANS) {
                throw new IOException("more than %d scans".formatted(MAX_SCANS));
            }
        }
        return file;
    }
}
