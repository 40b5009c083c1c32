package io.sparsesplit.edge.rollout;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Within which bounds a canary must stay. Each is held against the last requests, of the canary and of the incumbent each.
 *
 * @param window how many of the last requests count
 * @param minRequests how many there must be before they are judged
 * @param maxFailureRate share that ended in a fallback or an error, at most; 1 for any
 * @param maxFailureIncrease by how much this share may be above the incumbent's
 * @param maxLatency median from arrival to answer, at most
 * @param maxLatencyRatio median over the incumbent's, at most; without effect where the canary's is below a millisecond
 * @param minExitRate share that the edge answered because it was sure, at least; 0 for any
 * @param maxExitRateChange by how much this share may be above or below the incumbent's
 * @param maxContradictionIncrease share of the cloud's answers that are not what the edge's exit would have said; by how much
 *     it may be above the incumbent's
 */
@Validated
@ConfigurationProperties(prefix = "sparsesplit.rollout.bounds", ignoreUnknownFields = false)
public record BoundsProperties(
        @Min(value = 10, message = WINDOW) @Max(value = 2000, message = WINDOW) @DefaultValue("400")
        int window,

        @Min(value = 1, message = REQUESTS) @Max(value = 2000, message = REQUESTS) @DefaultValue("100")
        int minRequests,

        @DecimalMin(value = "0", message = SHARE) @DecimalMax(value = "1", message = SHARE) @DefaultValue("1")
        double maxFailureRate,

        @DecimalMin(value = "0", message = SHARE) @DecimalMax(value = "1", message = SHARE) @DefaultValue("0.05")
        double maxFailureIncrease,

        @DurationMin(millis = 1, message = TIME) @DurationMax(minutes = 1, message = TIME) @DefaultValue("1s")
        Duration maxLatency,

        @DecimalMin(value = "1", message = RATIO) @DecimalMax(value = "1000", message = RATIO) @DefaultValue("3")
        double maxLatencyRatio,

        @DecimalMin(value = "0", message = SHARE) @DecimalMax(value = "1", message = SHARE) @DefaultValue("0")
        double minExitRate,

        @DecimalMin(value = "0", message = SHARE) @DecimalMax(value = "1", message = SHARE) @DefaultValue("0.2")
        double maxExitRateChange,

        @DecimalMin(value = "0", message = SHARE) @DecimalMax(value = "1", message = SHARE) @DefaultValue("0.3")
        double maxContradictionIncrease) {

    private static final String WINDOW = "write a whole number from 10 to 2000, for example 400";
    private static final String REQUESTS = "write a whole number from 1 to 2000, for example 100";
    private static final String SHARE = "write a share from 0 to 1, for example 0.05";
    private static final String RATIO = "write a number from 1 to 1000, for example 3";
    private static final String TIME = "write a duration from 1ms to 60s, with its unit, for example 1s";

    @AssertTrue(message = "write a sparsesplit.rollout.bounds.min-requests that is not above window")
    boolean isMinRequestsWithinWindow() {
        return minRequests <= window;
    }
}
