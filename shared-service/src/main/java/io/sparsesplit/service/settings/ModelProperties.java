package io.sparsesplit.service.settings;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which versions of which model are loaded.
 *
 * @param repository folder of the models, {@code <repository>/<name>/<version>}; relative to the working directory
 * @param name of the model
 * @param policy {@code specific}: the versions listed, {@code latest}: the newest that can be used, {@code latest-2}: the two
 *     newest, and so on; the default is the first listed or the newest
 * @param version the one of policy {@code specific}, when {@code versions} lists none
 * @param versions those of policy {@code specific}, the default first
 * @param maxHeld most versions loaded at once, by policy and by hand together
 * @param watchInterval pause between two looks into the repository; 0s not to look again
 */
@Validated
@ConfigurationProperties(prefix = "sparsesplit.model", ignoreUnknownFields = false)
public record ModelProperties(
        @DefaultValue("models") Path repository,

        @Pattern(
                regexp = "[a-z0-9][a-z0-9._-]{0,63}",
                message =
                        "write a model name of at most 64 of a-z, 0-9, '.', '_' and '-', letter or digit first, for example mnist")
        @DefaultValue("mnist")
        String name,

        @Pattern(
                regexp = "specific|latest|latest-([1-9]|1[0-6])",
                message = "write specific, latest or latest-N with N from 1 to 16, for example latest-2")
        @DefaultValue("specific")
        String policy,

        @Pattern(regexp = VERSION, message = VERSION_SENTENCE) @DefaultValue("3.1.0")
        String version,

        @DefaultValue List<@NotNull @Pattern(regexp = VERSION, message = VERSION_SENTENCE) String> versions,

        @Min(value = 1, message = HELD) @Max(value = 16, message = HELD) @DefaultValue("4")
        int maxHeld,

        @DurationMax(hours = 1, message = INTERVAL) @DefaultValue("5s")
        Duration watchInterval) {

    private static final String VERSION = "\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}";
    private static final String VERSION_SENTENCE = "write a version as MAJOR.MINOR.PATCH, for example 1.0.0";
    private static final String HELD = "write a whole number from 1 to 16, for example 4";
    private static final String INTERVAL = "write a duration from 100ms to 1h, with its unit, for example 5s; or 0s";
}
