package io.sparsesplit.service.management;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The key for everything below {@code /management} that changes something. Unknown settings beside these are ignored, where
 * others of ours are refused: the refusal would print what may be a key with a misspelt name.
 *
 * @param key 16 to 256 visible characters; none when absent or empty
 * @param keyFile path of a file with nothing but the key in it, read at each use
 */
@ConfigurationProperties(prefix = "sparsesplit.management")
public record ManagementProperties(
        @Nullable String key, @Nullable String keyFile) {

    /** Without the key. */
    @Override
    public String toString() {
        return "ManagementProperties[key=%s, keyFile=%s]".formatted(key == null ? "none" : "hidden", keyFile);
    }
}
