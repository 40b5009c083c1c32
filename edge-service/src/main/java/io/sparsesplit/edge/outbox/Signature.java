package io.sparsesplit.edge.outbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves who sent a webhook, as the Standard Webhooks specification has it: HMAC-SHA-256 over
 * {@code <webhook-id>.<webhook-timestamp>.<body>} in Base64 behind {@code v1,}.
 *
 * <p>A key that begins with {@code whsec_} is the Base64 of the bytes that sign; any other signs with its own characters in UTF-8.
 */
final class Signature {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String ENCODED = "whsec_";

    private final SecretKeySpec key;

    /**
     * Signatures with a key.
     *
     * @throws IllegalArgumentException when it is empty, or is to be Base64 and is not
     */
    Signature(String key) {
        byte[] bytes = key.startsWith(ENCODED)
                ? Base64.getDecoder().decode(key.substring(ENCODED.length()))
                : key.getBytes(StandardCharsets.UTF_8);
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** Whether anything can be signed with a key. */
    static boolean isKey(String key) {
        try {
            return new Signature(key).key.getEncoded().length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * The value of the header {@code webhook-signature}.
     *
     * @param timestamp in seconds since 1970
     */
    String of(String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
