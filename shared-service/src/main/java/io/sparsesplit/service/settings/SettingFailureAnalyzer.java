package io.sparsesplit.service.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.util.unit.DataSize;

/** Says what to write where a setting of ours has a value of the wrong kind. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class SettingFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        ConfigurationProperty property = cause.getProperty();
        ConversionFailedException conversion = findCause(cause, ConversionFailedException.class);
        if (property == null
                || conversion == null
                || !property.getName().toString().startsWith("sparsesplit.")) {
            return null;
        }
        String expected = expected(conversion.getTargetType().getType());
        return new FailureAnalysis(
                "%s is '%s' (from %s), which is not %s."
                        .formatted(property.getName(), property.getValue(), property.getOrigin(), expected),
                "Write %s as %s.".formatted(property.getName(), expected),
                cause);
    }

    private static String expected(Class<?> type) {
        if (type == Duration.class) {
            return "a duration with its unit, for example 500ms or 2s";
        } else if (type == DataSize.class) {
            return "a size with its unit, for example 512KB or 1MB";
        } else if (type == Path.class) {
            return "the path of a folder";
        } else if (type == double.class || type == Double.class) {
            return "a number, for example 0.05";
        } else if (type == boolean.class) {
            return "true or false";
        } else if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
        }
        return "a whole number";
    }
}
