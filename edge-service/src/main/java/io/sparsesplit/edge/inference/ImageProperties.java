package io.sparsesplit.edge.inference;

import io.sparsesplit.model.image.ImageDecoder.Limits;
import io.sparsesplit.service.settings.DataSizeRange;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of the images that are accepted.
 *
 * @param maxBytes length of the longest file
 * @param maxPixels greatest number of pixels, width times height
 */
@Validated
@ConfigurationProperties(prefix = "sparsesplit.image", ignoreUnknownFields = false)
public record ImageProperties(
        @DataSizeRange(min = "1KB", max = "64MB") @DefaultValue("1MB")
        DataSize maxBytes,

        @Min(value = 1, message = PIXELS) @Max(value = 100_000_000, message = PIXELS) @DefaultValue("4000000")
        long maxPixels) {

    private static final String PIXELS = "write a whole number from 1 to 100000000, for example 4000000";

    /** Returns the limits as the decoder takes them. */
    public Limits toLimits() {
        return new Limits(Math.toIntExact(maxBytes.toBytes()), maxPixels);
    }
}
