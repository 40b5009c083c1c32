package io.sparsesplit.service.tracing;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Whether and where to requests are traced.
 *
 * @param enabled whether at all
 * @param endpoint of a collector that takes OTLP over HTTP: all of the URL
 * @param probability that a request is traced for which its client has not decided
 */
@Validated
@ConfigurationProperties(prefix = TracingProperties.PREFIX, ignoreUnknownFields = false)
public record TracingProperties(
        @DefaultValue("false") boolean enabled,

        @Pattern(regexp = "https?://[^\\s]+", message = ENDPOINT) @DefaultValue("http://127.0.0.1:4318/v1/traces")
        String endpoint,

        @DecimalMin(value = "0", message = PROBABILITY)
        @DecimalMax(value = "1", message = PROBABILITY)
        @DefaultValue("0.1")
        double probability) {

    static final String PREFIX = "sparsesplit.tracing";
    static final String ENABLED = PREFIX + ".enabled";

    private static final String ENDPOINT =
            "write the URL of a collector with its path, for example http://127.0.0.1:4318/v1/traces";
    private static final String PROBABILITY = "write a number from 0 to 1, for example 0.1";
}
