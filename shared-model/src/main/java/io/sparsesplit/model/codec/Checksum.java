package io.sparsesplit.model.codec;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * CRC-32C (RFC 3720, appendix B.4), which ends every frame. It begins with the whole fingerprint of the model, which does not
 * travel: what one model wrote does not fit another.
 */
final class Checksum {

    /** Of SHA-256. */
    static final int FINGERPRINT_BYTES = 32;

    private Checksum() {}

    /** Of a fingerprint, and of a buffer's bytes from one offset up to another. */
    static int of(byte[] fingerprint, ByteBuffer bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(fingerprint);
        crc.update(bytes.duplicate().limit(to).position(from));
        return (int) crc.getValue();
    }

    /** Refuses what is no whole fingerprint. */
    static void requireFingerprint(byte[] fingerprint) {
        if (fingerprint.length != FINGERPRINT_BYTES) {
            throw new IllegalArgumentException(
                    "a fingerprint has %d bytes, not %d".formatted(FINGERPRINT_BYTES, fingerprint.length));
        }
    }
}
