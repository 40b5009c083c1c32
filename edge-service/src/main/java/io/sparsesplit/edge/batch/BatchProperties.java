package io.sparsesplit.edge.batch;

import io.sparsesplit.service.settings.DataSizeRange;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How much one request may bring.
 *
 * @param maxImages most images; each is as long at most as a single one may be
 * @param maxBytes longest body, and most bytes of all images once they are unpacked
 */
@Validated
@ConfigurationProperties(prefix = "sparsesplit.batch", ignoreUnknownFields = false)
public record BatchProperties(
        @Min(value = 1, message = IMAGES) @Max(value = 4096, message = IMAGES) @DefaultValue("256")
        int maxImages,

        @DataSizeRange(min = "1KB", max = "1GB") @DefaultValue("16MB")
        DataSize maxBytes) {

    private static final String IMAGES = "write a whole number from 1 to 4096, for example 256";
}
