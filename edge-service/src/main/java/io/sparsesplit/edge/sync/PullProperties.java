package io.sparsesplit.edge.sync;

import io.sparsesplit.service.settings.DataSizeRange;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Whether and how new versions are fetched from the cloud's repository.
 *
 * @param enabled whether they are
 * @param url of the repository: scheme, host and port
 * @param interval between two looks at the repository, on average: each wait is up to a fifth shorter or longer, by chance, so
 *     that a thousand edges do not come at once
 * @param connectTimeout for a connection to be made
 * @param responseTimeout between any two bytes of an answer
 * @param maxBytes longest model that is fetched, manifest and head together
 * @param minFree of the disk, that is left free
 * @param maxVersions most versions that are fetched at one look; of more, the newest
 */
@Validated
@ConfigurationProperties(prefix = "sparsesplit.rollout.pull", ignoreUnknownFields = false)
public record PullProperties(
        @DefaultValue("false") boolean enabled,

        @Pattern(
                regexp = "https?://[A-Za-z0-9._\\[\\]:-]+/?",
                message = "write scheme, host and port, for example http://127.0.0.1:8081")
        @DefaultValue("http://127.0.0.1:8081")
        String url,

        @DurationMin(millis = 100, message = INTERVAL) @DurationMax(days = 7, message = INTERVAL) @DefaultValue("5m")
        Duration interval,

        @DurationMin(millis = 1, message = TIME) @DurationMax(minutes = 1, message = TIME) @DefaultValue("5s")
        Duration connectTimeout,

        @DurationMin(millis = 1, message = TIME) @DurationMax(minutes = 1, message = TIME) @DefaultValue("10s")
        Duration responseTimeout,

        @DataSizeRange(min = "1KB", max = "256MB") @DefaultValue("64MB")
        DataSize maxBytes,

        @DataSizeRange(min = "0B", max = "1000TB") @DefaultValue("100MB")
        DataSize minFree,

        @Min(value = 1, message = VERSIONS) @Max(value = 100, message = VERSIONS) @DefaultValue("3")
        int maxVersions) {

    private static final String INTERVAL = "write a duration from 100ms to 7d, with its unit, for example 5m";
    private static final String TIME = "write a duration from 1ms to 60s, with its unit, for example 5s";
    private static final String VERSIONS = "write a whole number from 1 to 100, for example 3";
}
