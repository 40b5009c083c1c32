package io.sparsesplit.trainer.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The first 16 bytes of a SHA-256 digest: what tells the content of an image from others in place of the content.
 *
 * @param high bytes 0 to 7, big-endian
 * @param low bytes 8 to 15, big-endian
 */
record Digest(long high, long low) {

    /** Returns the digest of some bytes one after the other. */
    static Digest of(byte[]... parts) {
        MessageDigest digest = sha256();
        for (byte[] part : parts) {
            digest.update(part);
        }
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
        return new Digest(bytes.getLong(), bytes.getLong());
    }

    /** Returns a number that depends on the digest alone, spread evenly over 0 (inclusive) to 1 (exclusive). */
    double place() {
        return (high >>> 11) * 0x1p-53;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
