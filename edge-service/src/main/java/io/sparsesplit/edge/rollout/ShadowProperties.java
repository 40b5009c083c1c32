package io.sparsesplit.edge.rollout;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much may be computed in the shadow.
 *
 * @param queue most images that wait for it; what comes on top is not compared
 */
@Validated
@ConfigurationProperties(prefix = "sparsesplit.rollout.shadow", ignoreUnknownFields = false)
public record ShadowProperties(
        @Min(value = 1, message = QUEUE) @Max(value = 1000, message = QUEUE) @DefaultValue("16")
        int queue) {

    private static final String QUEUE = "write a whole number from 1 to 1000, for example 16";
}
