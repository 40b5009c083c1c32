package io.sparsesplit.edge;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
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
 * @param httpVersion {@code 1.1}, or {@code 2} in clear text with prior knowledge
 * @param coalesce whether images that need the cloud about the same time share a call
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

        @Pattern(regexp = "1\\.1|2", message = "write 1.1 or 2") @DefaultValue("1.1")
        String httpVersion,

        @Valid @DefaultValue Coalesce coalesce) {

    /**
     * When images share a call.
     *
     * @param maxDelay how long a call waits for others to join, at most; 0 lets every image travel alone
     * @param maxFrames most images in a call; a full one waits no longer
     */
    public record Coalesce(
            @DurationMin(nanos = 0, message = DELAY) @DurationMax(seconds = 1, message = DELAY) @DefaultValue("0ms")
            Duration maxDelay,

            @Min(value = 2, message = FRAMES) @Max(value = 256, message = FRAMES) @DefaultValue("16")
            int maxFrames) {

        private static final String DELAY =
                "write a duration from 0ms to 1s, with its unit, for example 2ms; 0ms is off";
        private static final String FRAMES = "write a whole number from 2 to 256, for example 16";

        boolean isOn() {
            return !maxDelay.isZero();
        }
    }

    @AssertTrue(message = "HTTP/2 is spoken in clear text: write a url with http://, or http-version 1.1")
    public boolean isHttpVersionPossible() {
        return !httpVersion.equals(HTTP_2) || url.startsWith("http:");
    }

    boolean isHttp2() {
        return httpVersion.equals(HTTP_2);
    }

    private static final String HTTP_2 = "2";

    private static final String TIME = "write a duration from 1ms to 60s, with its unit, for example 2s";
    private static final String CALLS = "write a whole number from 1 to 1000, for example 32";
}
