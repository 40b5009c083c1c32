package io.sparsesplit.edge.offload;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The cloud, and how long to wait for it.
 *
 * @param url where it is: scheme, host and port
 * @param connectTimeout for a connection to be made
 * @param responseTimeout between any two bytes of the answer
 * @param deadline for an image as a whole, counted from its arrival; a request may ask for less, never for more
 * @param maxConcurrentCalls most calls under way; what comes on top is answered by the edge itself
 * @param maxImagesPerCall most images in one call; no more than the cloud takes
 * @param coalesceDelay how long a call waits for other images to join; 0 lets every request travel alone
 * @param httpVersion {@code 1.1}, or {@code 2} in clear text with prior knowledge; null for 2 where that is possible, which is
 *     with {@code http://}
 */
@Validated
@ConfigurationProperties(prefix = "sparsesplit.cloud", ignoreUnknownFields = false)
public record CloudProperties(
        @Pattern(
                regexp = "https?://[A-Za-z0-9._\\[\\]:-]+/?",
                message = "write scheme, host and port, for example http://127.0.0.1:8081")
        @DefaultValue("http://127.0.0.1:8081")
        String url,

        @DurationMin(millis = 1, message = TIME) @DurationMax(minutes = 1, message = TIME) @DefaultValue("500ms")
        Duration connectTimeout,

        @DurationMin(millis = 1, message = TIME) @DurationMax(minutes = 1, message = TIME) @DefaultValue("1500ms")
        Duration responseTimeout,

        @DurationMin(millis = 1, message = TIME) @DurationMax(minutes = 1, message = TIME) @DefaultValue("2s")
        Duration deadline,

        @Min(value = 1, message = CALLS) @Max(value = 1000, message = CALLS) @DefaultValue("32")
        int maxConcurrentCalls,

        @Min(value = 1, message = IMAGES) @Max(value = 4096, message = IMAGES) @DefaultValue("64")
        int maxImagesPerCall,

        @DurationMin(nanos = 0, message = DELAY) @DurationMax(seconds = 1, message = DELAY) @DefaultValue("0ms")
        Duration coalesceDelay,

        @Pattern(regexp = "1\\.1|2", message = "write 1.1 or 2") @Nullable
        String httpVersion) {

    private static final String HTTP_2 = "2";
    /** As many as any server should allow at a time (RFC 9113, section 6.5.2). */
    private static final int MAX_STREAMS = 100;

    private static final String TIME = "write a duration from 1ms to 60s, with its unit, for example 2s";
    private static final String CALLS = "write a whole number from 1 to 1000, for example 32";
    private static final String IMAGES = "write a whole number from 1 to 4096, for example 64";
    private static final String DELAY = "write a duration from 0ms to 1s, with its unit, for example 2ms; 0ms is off";

    @AssertTrue(message = "HTTP/2 is spoken in clear text: write a url with http://, or http-version 1.1")
    public boolean isHttpVersionPossible() {
        return !HTTP_2.equals(httpVersion) || isClearText();
    }

    @AssertTrue(
            message =
                    "with HTTP/2 at most 100 calls share the connection: write max-concurrent-calls of 100 or less, or"
                            + " http-version 1.1")
    public boolean isNumberOfCallsPossible() {
        return !isHttp2() || maxConcurrentCalls <= MAX_STREAMS;
    }

    /** Returns whether HTTP/2 is spoken. */
    public boolean isHttp2() {
        return httpVersion == null ? isClearText() : httpVersion.equals(HTTP_2);
    }

    private boolean isClearText() {
        return url.startsWith("http:");
    }
}
