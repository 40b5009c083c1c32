package io.sparsesplit.service.tracing;

import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

/**
 * Keeps Spring Boot from setting up tracing, unless it is wanted. Its own switch only keeps spans from being exported: they would
 * be made for every request all the same.
 */
final class TracingSwitch implements AutoConfigurationImportFilter, EnvironmentAware {

    private static final List<String> TRACING =
            List.of("org.springframework.boot.micrometer.tracing.", "org.springframework.boot.opentelemetry.");

    private boolean on;

    @Override
    public void setEnvironment(Environment environment) {
        on = environment.getProperty(TracingProperties.ENABLED, Boolean.class, false);
        if (on) {
            check(environment);
        }
    }

    /** Before others fail by them, far away from here. */
    private static void check(Environment environment) {
        try (ValidatorFactory validators = Validation.buildDefaultValidatorFactory()) {
            Binder.get(environment)
                    .bind(
                            TracingProperties.PREFIX,
                            Bindable.of(TracingProperties.class),
                            new ValidationBindHandler(new SpringValidatorAdapter(validators.getValidator())));
        }
    }

    @Override
    public boolean[] match(@Nullable String[] names, AutoConfigurationMetadata metadata) {
        boolean[] wanted = new boolean[names.length];
        for (int i = 0; i < names.length; i++) {
            String name = names[i];
            wanted[i] = on || name == null || TRACING.stream().noneMatch(name::startsWith);
        }
        return wanted;
    }
}
