package io.sparsesplit.service.oip;

import io.sparsesplit.service.settings.DataSizeRange;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How much a request of the Open Inference Protocol may bring.
 *
 * @param maxImages most images
 * @param maxBody longest body
 */
@Validated
@ConfigurationProperties(prefix = "sparsesplit.protocol", ignoreUnknownFields = false)
public record ProtocolProperties(
        @Min(value = 1, message = IMAGES) @Max(value = 4096, message = IMAGES) @DefaultValue("256")
        int maxImages,

        @DataSizeRange(min = "1KB", max = "64MB") @DefaultValue("4MB")
        DataSize maxBody) {

    private static final String IMAGES = "write a whole number from 1 to 4096, for example 256";
}
