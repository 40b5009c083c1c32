package io.sparsesplit.edge.outbox;

import io.sparsesplit.service.settings.DataSizeRange;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The outbox: whether there is one, what it holds, and how it is emptied.
 *
 * @param enabled whether {@code Prefer: respond-async} is honoured
 * @param path the database's file; its folder is made; two edges never share one
 * @param capacity most inferences waiting for the cloud
 * @param overflow what becomes of one that comes on top
 * @param maxSize most that the database may grow to for what is put in, besides its write-ahead log of a few megabytes
 * @param timeToLive how long an inference waits for the cloud before it expires
 * @param historyTime how long it can be asked for after it ended
 * @param historyCount how many that ended can be asked for
 * @param batchSize most inferences sent to the cloud in one request
 * @param linger how long to wait for more of them before a request is sent that is not full
 * @param retryMin shortest wait after the cloud could not be asked; it doubles with every failure
 * @param retryMax longest such wait
 * @param maxListeners most listeners to events at the same time
 * @param heartbeat time after which a listener to whom nothing happened is told that the connection lives
 * @param webhook who else is told
 */
@Validated
@ConfigurationProperties(prefix = "sparsesplit.outbox", ignoreUnknownFields = false)
public record OutboxProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("data/outbox.db") Path path,

        @Min(value = 1, message = CAPACITY) @Max(value = 10_000_000, message = CAPACITY) @DefaultValue("100000")
        int capacity,

        @DefaultValue("refuse") Overflow overflow,

        @DataSizeRange(min = "64KB", max = "64GB") @DefaultValue("256MB")
        DataSize maxSize,

        @DurationMin(seconds = 1, message = TIME) @DurationMax(days = 365, message = TIME) @DefaultValue("7d")
        Duration timeToLive,

        @DurationMin(seconds = 1, message = TIME) @DurationMax(days = 365, message = TIME) @DefaultValue("1d")
        Duration historyTime,

        @Min(value = 1, message = HISTORY) @Max(value = 10_000_000, message = HISTORY) @DefaultValue("100000")
        int historyCount,

        @Min(value = 1, message = BATCH) @Max(value = 256, message = BATCH) @DefaultValue("64")
        int batchSize,

        @DurationMin(millis = 0, message = LINGER) @DurationMax(minutes = 1, message = LINGER) @DefaultValue("100ms")
        Duration linger,

        @DurationMin(millis = 10, message = RETRY) @DurationMax(hours = 1, message = RETRY) @DefaultValue("1s")
        Duration retryMin,

        @DurationMin(millis = 10, message = RETRY) @DurationMax(hours = 1, message = RETRY) @DefaultValue("60s")
        Duration retryMax,

        @Min(value = 1, message = LISTENERS) @Max(value = 1000, message = LISTENERS) @DefaultValue("16")
        int maxListeners,

        @DurationMin(millis = 100, message = HEARTBEAT)
        @DurationMax(minutes = 10, message = HEARTBEAT)
        @DefaultValue("15s")
        Duration heartbeat,

        @Valid @DefaultValue Webhook webhook) {

    private static final String CAPACITY = "write a whole number from 1 to 10000000, for example 100000";
    private static final String HISTORY = CAPACITY;
    private static final String TIME = "write a duration from 1s to 365d, with its unit, for example 7d";
    private static final String BATCH = "write a whole number from 1 to 256, for example 64";
    private static final String LINGER = "write a duration from 0ms to 60s, with its unit, for example 100ms";
    private static final String RETRY = "write a duration from 10ms to 1h, with its unit, for example 1s";
    private static final String LISTENERS = "write a whole number from 1 to 1000, for example 16";
    private static final String HEARTBEAT = "write a duration from 100ms to 10m, with its unit, for example 15s";

    /** What becomes of an inference that finds the outbox full. */
    public enum Overflow {
        /** It is answered by the edge alone, degraded; those that wait go on waiting. */
        REFUSE,
        /** It is kept, and the one that waited longest is not refined any more. */
        DROP_OLDEST
    }

    /**
     * Who is told of every inference that ended.
     *
     * @param url receives a POST for each; empty: nobody is told
     * @param key that requests are signed with, as {@link Signature} says; empty: they are not. Not to be logged
     * @param timeout for an attempt as a whole
     * @param maxAttempts after so many failures in a row an event is given up
     * @param retryMin shortest wait after a failure; it doubles with each
     * @param retryMax longest such wait
     */
    public record Webhook(
            @Pattern(
                    regexp = "|https?://[^\\s/]+(/\\S*)?",
                    message = "write an address, for example http://127.0.0.1:9000/refined, or nothing")
            @DefaultValue("")
            String url,

            @DefaultValue("") String key,

            @DurationMin(millis = 10, message = TIMEOUT)
            @DurationMax(minutes = 1, message = TIMEOUT)
            @DefaultValue("5s")
            Duration timeout,

            @Min(value = 1, message = ATTEMPTS) @Max(value = 1000, message = ATTEMPTS) @DefaultValue("20")
            int maxAttempts,

            @DurationMin(millis = 10, message = RETRY) @DurationMax(hours = 1, message = RETRY) @DefaultValue("1s")
            Duration retryMin,

            @DurationMin(millis = 10, message = RETRY) @DurationMax(hours = 1, message = RETRY) @DefaultValue("5m")
            Duration retryMax) {

        private static final String TIMEOUT = "write a duration from 10ms to 60s, with its unit, for example 5s";
        private static final String ATTEMPTS = "write a whole number from 1 to 1000, for example 20";

        /** The key is not named, as what is refused is shown. */
        @AssertTrue(message = "begin a key with whsec_ only when Base64 follows, or write any other key")
        public boolean isKeyUsable() {
            return key.isEmpty() || Signature.isKey(key);
        }

        boolean configured() {
            return !url.isEmpty();
        }

        /** Without the key. */
        @Override
        public String toString() {
            return "Webhook[url=" + url + ", signed=" + !key.isEmpty() + "]";
        }
    }
}
