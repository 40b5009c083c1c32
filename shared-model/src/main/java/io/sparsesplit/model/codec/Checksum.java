package io.sparsesplit.model.codec;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC-32C (RFC 3720, appendix B.4), which ends every frame. */
final class Checksum {

    private Checksum() {}

    /** Of a buffer's bytes from one offset up to another. */
    static int of(ByteBuffer bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().limit(to).position(from));
        return (int) crc.getValue();
    }
}
