package io.sparsesplit.service.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OpenApiCustomizer;

/**
 * Takes defaults and examples away from parameters that may be left out: Swagger UI would write them into its form and send what
 * nobody chose. Their descriptions say what happens without them.
 */
class OptionalParameters implements OpenApiCustomizer {

    @Override
    public void customise(OpenAPI api) {
        api.getPaths().values().stream()
                .flatMap(item -> item.readOperations().stream())
                .map(Operation::getParameters)
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .filter(parameter -> !Boolean.TRUE.equals(parameter.getRequired()))
                .forEach(OptionalParameters::clear);
    }

    private static void clear(Parameter parameter) {
        parameter.example(null).setExamples(null);
        Stream.ofNullable(parameter.getSchema()).forEach(schema -> {
            schema.setDefault(null);
            schema.setDefaultSetFlag(false);
            schema.setExample(null);
            schema.setExampleSetFlag(false);
        });
    }
}
