package io.sparsesplit.service.problem;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.OpenApiCustomizer;

/**
 * Says of every documented error which {@link ErrorForm} it has, and shows the errors of the operation as examples, so that the
 * controllers only say when it happens.
 */
class ProblemDocumentation implements OpenApiCustomizer {

    private static final String PROBLEM = "Problem";
    private static final String ERROR_OBJECT = "Error";

    private final ErrorExamples examples;

    ProblemDocumentation(ErrorExamples examples) {
        this.examples = examples;
    }

    @Override
    public void customise(OpenAPI api) {
        api.getComponents().addSchemas(PROBLEM, problem()).addSchemas(ERROR_OBJECT, errorObject());
        api.getPaths()
                .forEach((path, item) -> item.readOperations().stream()
                        .flatMap(operation -> operation.getResponses().entrySet().stream())
                        .filter(response -> response.getKey().matches("[45]\\d\\d"))
                        .forEach(response -> describe(path, response.getKey(), response.getValue())));
    }

    private void describe(String path, String status, ApiResponse response) {
        ErrorForm form = ErrorForm.at(path);
        String schema = switch (form) {
            case PROBLEM_DETAIL -> PROBLEM;
            case ERROR_OBJECT -> ERROR_OBJECT;
        };
        MediaType type = new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + schema));
        for (ErrorExample example : examples.at(path, status)) {
            type.addExamples(
                    example.name(),
                    new Example().summary(example.problem().title()).value(example.value(path)));
        }
        response.setContent(new Content().addMediaType(form.contentType(), type));
    }

    private static Schema<?> errorObject() {
        return new ObjectSchema()
                .description("Open Inference Protocol")
                .addProperty("error", new StringSchema().description("what is wrong, and what to do"));
    }

    private static Schema<?> problem() {
        return new ObjectSchema()
                .description("RFC 9457")
                .addProperty("type", new StringSchema().format("uri").description("which kind of problem, stable"))
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema().description("what to do"))
                .addProperty("instance", new StringSchema().format("uri"));
    }
}
