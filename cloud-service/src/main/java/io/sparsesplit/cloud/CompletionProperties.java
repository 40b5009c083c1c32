package io.sparsesplit.cloud;

import io.sparsesplit.service.settings.DataSizeRange;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What is accepted at {@code /complete}.
 *
 * @param maxFrames most frames in one request
 * @param maxBody longest body
 */
@Validated
@ConfigurationProperties(prefix = "sparsesplit.completion", ignoreUnknownFields = false)
public record CompletionProperties(
        @Min(value = 1, message = MAX_FRAMES) @Max(value = 4096, message = MAX_FRAMES) @DefaultValue("256")
        int maxFrames,

        @DataSizeRange(min = "1KB", max = "64MB") @DefaultValue("1MB")
        DataSize maxBody) {

    private static final String MAX_FRAMES = "write a whole number from 1 to 4096, for example 256";
}
