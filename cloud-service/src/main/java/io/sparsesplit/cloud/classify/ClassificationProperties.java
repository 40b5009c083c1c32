package io.sparsesplit.cloud.classify;

import io.sparsesplit.model.image.ImageDecoder.Limits;
import io.sparsesplit.service.settings.DataSizeRange;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What is accepted at {@code /classify}.
 *
 * @param enabled whether whole images are classified here at all
 * @param maxBytes longest image file
 * @param maxPixels most pixels of an image, width times height
 */
@Validated
@ConfigurationProperties(prefix = "sparsesplit.classification", ignoreUnknownFields = false)
public record ClassificationProperties(
        @DefaultValue("true") boolean enabled,

        @DataSizeRange(min = "1KB", max = "64MB") @DefaultValue("1MB")
        DataSize maxBytes,

        @Min(value = 1, message = PIXELS) @Max(value = 100_000_000, message = PIXELS) @DefaultValue("4000000")
        long maxPixels) {

    private static final String PIXELS = "write a whole number from 1 to 100000000, for example 4000000";

    Limits toLimits() {
        return new Limits(Math.toIntExact(maxBytes.toBytes()), maxPixels);
    }
}
