package io.sparsesplit.edge;

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
 * @param maxImagesPerCall most images of a batch in one call; no more than the cloud takes
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
        int maxImagesPerCall) {

    private static final String TIME = "write a duration from 1ms to 60s, with its unit, for example 2s";
    private static final String CALLS = "write a whole number from 1 to 1000, for example 32";
    private static final String IMAGES = "write a whole number from 1 to 4096, for example 64";
}
