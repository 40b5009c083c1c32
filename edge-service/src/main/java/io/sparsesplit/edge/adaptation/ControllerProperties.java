package io.sparsesplit.edge.adaptation;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.service.settings.DataSizeRange;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What the controller works for, and how far it may go.
 *
 * @param objective off unless something else is wished
 * @param targetLatency of the objective {@code deadline}, from the arrival of an image to its answer
 * @param percentile of the answers, in percent, that must come within the target latency
 * @param bytesPerMinute of the objective {@code byte-budget}: on the wire, HTTP included, there and back, in any 60 seconds
 * @param minOffset furthest below the exits' own thresholds: fewer images travel, more answers are the edge's guess
 * @param maxOffset furthest above them: more images travel
 * @param step by how much the offset changes at a time
 * @param interval least time between two adjustments
 * @param codecs to choose among, from the one with the most bytes to the one with the fewest; none: the model's default is
 *     left alone, as is the default of a model that does not offer the one chosen
 */
@Validated
@ConfigurationProperties(prefix = "sparsesplit.controller", ignoreUnknownFields = false)
public record ControllerProperties(
        @DefaultValue("off") Objective objective,

        @DurationMin(millis = 1, message = LATENCY) @DurationMax(minutes = 1, message = LATENCY) @DefaultValue("100ms")
        Duration targetLatency,

        @Min(value = 50, message = PERCENTILE) @Max(value = 99, message = PERCENTILE) @DefaultValue("95")
        int percentile,

        @DataSizeRange(min = "2KB", max = "1GB") @DefaultValue("64KB")
        DataSize bytesPerMinute,

        @DecimalMin(value = "-1", message = MIN_OFFSET)
        @DecimalMax(value = "0", message = MIN_OFFSET)
        @DefaultValue("-0.4")
        double minOffset,

        @DecimalMin(value = "0", message = MAX_OFFSET) @DecimalMax(value = "1", message = MAX_OFFSET) @DefaultValue("0")
        double maxOffset,

        @DecimalMin(value = "0.001", message = STEP) @DecimalMax(value = "0.5", message = STEP) @DefaultValue("0.05")
        double step,

        @DurationMin(millis = 100, message = INTERVAL)
        @DurationMax(minutes = 10, message = INTERVAL)
        @DefaultValue("5s")
        Duration interval,

        @DefaultValue List<Codec> codecs) {

    private static final String LATENCY = "write a duration from 1ms to 60s, with its unit, for example 100ms";
    private static final String PERCENTILE = "write a whole number from 50 to 99, for example 95";
    private static final String MIN_OFFSET = "write a number from -1 to 0, for example -0.4";
    private static final String MAX_OFFSET = "write a number from 0 to 1, for example 0.05";
    private static final String STEP = "write a number from 0.001 to 0.5, for example 0.05";
    private static final String INTERVAL = "write a duration from 100ms to 10m, with its unit, for example 5s";
}
