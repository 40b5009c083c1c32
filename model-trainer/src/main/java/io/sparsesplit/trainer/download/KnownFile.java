package io.sparsesplit.trainer.download;

import io.sparsesplit.trainer.data.DataException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A gzipped file of a data set. How a file is gzipped differs from mirror to mirror, so it is told by its content.
 *
 * @param name as mirrors have it
 * @param length of the content in bytes
 * @param sha256 of the content, in hexadecimal
 */
record KnownFile(String name, int length, String sha256) {

    static final List<KnownFile> MNIST = List.of(
            new KnownFile(
                    "train-images-idx3-ubyte.gz",
                    47_040_016,
                    "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
            new KnownFile(
                    "train-labels-idx1-ubyte.gz",
                    60_008,
                    "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
            new KnownFile(
                    "t10k-images-idx3-ubyte.gz",
                    7_840_016,
                    "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
            new KnownFile(
                    "t10k-labels-idx1-ubyte.gz",
                    10_008,
                    "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"));

    /** A gzipped file with more bytes cannot be this one. */
    long maxBytes() {
        return length + length / 1000 + 1024L;
    }

    boolean isCompleteIn(Path folder) throws IOException {
        Path file = folder.resolve(name);
        return Files.isRegularFile(file) && sha256.equals(digest(file));
    }

    /**
     * Checks that a gzipped file holds what it should.
     *
     * @throws DataException when it does not
     */
    void verify(Path gzipped, String source) throws IOException {
        String actual = digest(gzipped);
        if (!actual.equals(sha256)) {
            throw new DataException("%s is not the file that is wanted: unpacked, its SHA-256 is %s instead of %s"
                    .formatted(source, actual, sha256));
        }
    }

    /** Of at most so many bytes as there should be, and one more. */
    private String digest(Path gzipped) throws IOException {
        try (InputStream content =
                new GZIPInputStream(new BufferedInputStream(Files.newInputStream(gzipped)), 1 << 16)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            long left = length + 1L;
            int read = 0;
            while (left > 0 && (read = content.read(buffer, 0, (int) Math.min(left, buffer.length))) >= 0) {
                digest.update(buffer, 0, read);
                left -= read;
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (ZipException | EOFException e) {
            return "none (it is no complete gzip file)";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
