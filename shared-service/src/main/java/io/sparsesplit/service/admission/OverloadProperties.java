package io.sparsesplit.service.admission;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much a service takes on.
 *
 * @param maxConcurrent most requests at work at once; what comes on top is refused
 * @param retryAfter what a client that was refused is told to wait, in whole seconds
 */
@Validated
@ConfigurationProperties(prefix = "sparsesplit.overload", ignoreUnknownFields = false)
public record OverloadProperties(
        @Min(value = 1, message = REQUESTS) @Max(value = 10_000, message = REQUESTS) @DefaultValue("48")
        int maxConcurrent,

        @DurationMin(seconds = 1, message = TIME) @DurationMax(hours = 1, message = TIME) @DefaultValue("1s")
        Duration retryAfter) {

    private static final String REQUESTS = "write a whole number from 1 to 10000, for example 48";
    private static final String TIME = "write a duration from 1s to 1h, with its unit, for example 1s";
}
