package io.sparsesplit.service;

import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which model is served.
 *
 * @param repository folder of the models, {@code <repository>/<name>/<version>}; relative to the working directory
 * @param name of the model
 * @param version of the model
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
                regexp = "\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}",
                message = "write a version as MAJOR.MINOR.PATCH, for example 1.0.0")
        @DefaultValue("3.0.0")
        String version) {}
