package io.sparsesplit.service.management;

import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import io.sparsesplit.service.settings.SettingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** The key that requests must bear to change something. */
public final class ManagementKey {

    /** Of the header {@code Authorization}, whose name may be written in any case. */
    public static final String SCHEME = "Bearer";

    private static final String VISIBLE = "[!-~]{16,256}";
    private static final int MAX_FILE_BYTES = 1024;
    private static final String REMEDY = "Write a key of 16 to 256 visible ASCII characters without spaces into"
            + " sparsesplit.management.key, or into the file that sparsesplit.management.key-file names; for example"
            + " what openssl rand -hex 32 prints.";

    private final @Nullable String key;
    private final @Nullable Path file;

    /**
     * As configured.
     *
     * @throws SettingException when the key cannot be one, or its file cannot be read
     */
    ManagementKey(ManagementProperties properties) {
        String written = properties.key();
        this.key = written == null || written.isEmpty() ? null : written;
        String path = properties.keyFile();
        this.file = path == null || path.isEmpty() ? null : Path.of(path);
        if (key != null && file != null) {
            throw new SettingException(
                    "sparsesplit.management.key and sparsesplit.management.key-file are both set.",
                    "Leave one of them out.");
        }
        try {
            String now = current();
            if (now != null && !now.matches(VISIBLE)) {
                throw new SettingException("The management key is too short or has characters it cannot have.", REMEDY);
            }
        } catch (IOException e) {
            throw new SettingException(
                    "The file of sparsesplit.management.key-file, %s, cannot be read.".formatted(file), REMEDY);
        }
    }

    /**
     * Lets a request pass that bears the key.
     *
     * @param authorization its header of that name
     * @throws ProblemException when it does not, or when there is no key
     */
    public void require(@Nullable String authorization) {
        String now = readable();
        if (now == null) {
            throw new ProblemException(
                    Problem.MANAGEMENT_OFF,
                    "No management key is set: write one into sparsesplit.management.key or"
                            + " sparsesplit.management.key-file, and start the service again.");
        }
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME + " ", 0, SCHEME.length() + 1)) {
            throw new ProblemException(
                    Problem.UNAUTHORIZED,
                    "The request bears no key: send the header Authorization: Bearer KEY, with the key of"
                            + " sparsesplit.management.key.");
        }
        // Digests are compared, in constant time: neither the key's length nor how much of it was guessed shows in the
        // time.
        if (!MessageDigest.isEqual(
                sha256(authorization.substring(SCHEME.length()).strip()), sha256(now))) {
            throw new ProblemException(
                    Problem.UNAUTHORIZED, "The key is not that of sparsesplit.management.key of this service.");
        }
    }

    private @Nullable String readable() {
        try {
            String now = current();
            return now != null && now.matches(VISIBLE) ? now : null;
        } catch (IOException e) {
            return null;
        }
    }

    private @Nullable String current() throws IOException {
        if (file == null) {
            return key;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_FILE_BYTES), StandardCharsets.UTF_8).strip();
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
