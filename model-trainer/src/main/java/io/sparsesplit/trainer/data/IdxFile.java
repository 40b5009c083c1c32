package io.sparsesplit.trainer.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/**
 * A file of unsigned bytes in LeCun's IDX format, plain or gzipped. Numbers are big-endian.
 *
 * <pre>
 * offset    size  field
 *      0       2  0
 *      2       1  element type, 8: unsigned byte
 *      3       1  d, number of dimensions
 *      4     4 d  length of each dimension
 *  4+4 d          the elements
 * </pre>
 */
final class IdxFile {

    private static final int UNSIGNED_BYTES = 0x0800;
    private static final int MAX_BYTES = 1 << 30;

    private final int[] dimensions;
    private final byte[] elements;
    private final String sha256;

    private IdxFile(int[] dimensions, byte[] elements, String sha256) {
        this.dimensions = dimensions;
        this.elements = elements;
        this.sha256 = sha256;
    }

    int dimension(int d) {
        return dimensions[d];
    }

    /** Not a copy. */
    byte[] elements() {
        return elements;
    }

    /** Of the uncompressed file, in hexadecimal. */
    String sha256() {
        return sha256;
    }

    /**
     * Reads a file.
     *
     * @param rank how many dimensions it must have
     * @throws DataException when it is not such a file, or has more or fewer elements than it says
     */
    static IdxFile read(Path file, int rank) {
        try (InputStream stream = open(file)) {
            MessageDigest digest = Digest.sha256();
            DataInputStream data = new DataInputStream(new DigestInputStream(stream, digest));
            int magic = data.readInt();
            if (magic != (UNSIGNED_BYTES | rank)) {
                throw new DataException("%s is not an IDX file of unsigned bytes in %d dimensions: it begins with %08x"
                        .formatted(file, rank, magic));
            }
            int[] dimensions = new int[rank];
            long length = 1;
            for (int d = 0; d < rank; d++) {
                dimensions[d] = data.readInt();
                length = dimensions[d] < 0 ? Long.MAX_VALUE : Math.min(MAX_BYTES + 1L, length * dimensions[d]);
            }
            if (length > MAX_BYTES) {
                throw new DataException("%s says it has %s elements, more than %d in all"
                        .formatted(file, Arrays.toString(dimensions), MAX_BYTES));
            }
            byte[] elements = data.readNBytes((int) length);
            if (elements.length < length || data.read() >= 0) {
                throw new DataException("%s has %s elements than the %d it announces"
                        .formatted(file, elements.length < length ? "fewer" : "more", length));
            }
            return new IdxFile(dimensions, elements, HexFormat.of().formatHex(digest.digest()));
        } catch (EOFException e) {
            throw new DataException(file + " is cut short", e);
        } catch (IOException e) {
            throw new DataException("%s cannot be read: %s".formatted(file, e), e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(stream, 1 << 16) : stream;
    }
}
