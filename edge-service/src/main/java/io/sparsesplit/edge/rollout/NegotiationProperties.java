package io.sparsesplit.edge.rollout;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How edge and cloud agree on a version.
 *
 * @param retryInterval how often the cloud is asked whether it has loaded a version by now that it lacked
 */
@Validated
@ConfigurationProperties(prefix = "sparsesplit.rollout.negotiation", ignoreUnknownFields = false)
public record NegotiationProperties(
        @DurationMin(millis = 100, message = RETRY) @DurationMax(hours = 1, message = RETRY) @DefaultValue("10s")
        Duration retryInterval) {

    private static final String RETRY = "write a duration from 100ms to 1h, with its unit, for example 10s";
}
