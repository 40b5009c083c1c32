package io.sparsesplit.service;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Says of every documented error which {@link ErrorForm} it has, so that the controllers only say when it happens. */
class ProblemDocumentation implements OpenApiCustomizer {

    private static final String PROBLEM = "Problem";
    private static final String ERROR_OBJECT = "Error";

    @Override
    public void customise(OpenAPI api) {
        api.getComponents().addSchemas(PROBLEM, problem()).addSchemas(ERROR_OBJECT, errorObject());
        api.getPaths()
                .forEach((path, item) -> item.readOperations().stream()
                        .flatMap(operation -> operation.getResponses().entrySet().stream())
                        .filter(response -> response.getKey().matches("[45]\\d\\d"))
                        .forEach(response -> describe(response.getValue(), ErrorForm.at(path))));
    }

    private static void describe(ApiResponse response, ErrorForm form) {
        String schema = switch (form) {
            case PROBLEM_DETAIL -> PROBLEM;
            case ERROR_OBJECT -> ERROR_OBJECT;
        };
        response.setContent(new Content()
                .addMediaType(
                        form.contentType(),
                        new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + schema))));
    }

    private static Schema<?> errorObject() {
        return new ObjectSchema()
                .description("Open Inference Protocol")
                .addProperty(
                        "error",
                        new StringSchema()
                                .description("what is wrong, and what to do")
                                .example("there are no inputs: send one."));
    }

    private static Schema<?> problem() {
        Problem example = Problem.UNDECODABLE_IMAGE;
        return new ObjectSchema()
                .description("RFC 9457")
                .addProperty(
                        "type",
                        new StringSchema()
                                .format("uri")
                                .description("which kind of problem, stable")
                                .example(example.type().toString()))
                .addProperty("title", new StringSchema().example(example.title()))
                .addProperty(
                        "status", new IntegerSchema().example(example.status().value()))
                .addProperty(
                        "detail",
                        new StringSchema()
                                .description("what to do")
                                .example("The PNG image is damaged or cut short and cannot be decoded."))
                .addProperty("instance", new StringSchema().format("uri").example("/infer"));
    }
}
