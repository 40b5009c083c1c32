package io.sparsesplit.model.artifact;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The SHA-256 of a model's manifest, which names the digests of everything else: equal only for the same model. */
public final class Fingerprint {

    private final byte[] digest;
    private final String hex;

    private Fingerprint(byte[] digest) {
        this.digest = digest;
        this.hex = HexFormat.of().formatHex(digest);
    }

    static Fingerprint of(byte[] manifest) {
        return new Fingerprint(sha256(manifest));
    }

    /** 32 bytes; a copy. */
    public byte[] toBytes() {
        return digest.clone();
    }

    /** Whether this fingerprint begins with some bytes. */
    public boolean startsWith(byte[] prefix) {
        return Arrays.equals(digest, 0, Math.min(prefix.length, digest.length), prefix, 0, prefix.length);
    }

    /** 64 hexadecimal digits. */
    @Override
    public String toString() {
        return hex;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint that && Arrays.equals(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    /** 64 hexadecimal digits. */
    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256(bytes));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
