package io.sparsesplit.service;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.MediaType;

/** Says of every documented error that it is a problem detail, so that the controllers only say when it happens. */
class ProblemDocumentation implements OpenApiCustomizer {

    private static final String SCHEMA = "Problem";

    @Override
    public void customise(OpenAPI api) {
        api.getComponents().addSchemas(SCHEMA, schema());
        api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .flatMap(operation -> operation.getResponses().entrySet().stream())
                .filter(response -> response.getKey().matches("[45]\\d\\d"))
                .forEach(response -> describe(response.getValue()));
    }

    private static void describe(ApiResponse response) {
        response.setContent(new Content()
                .addMediaType(
                        MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                        new io.swagger.v3.oas.models.media.MediaType()
                                .schema(new Schema<>().$ref("#/components/schemas/" + SCHEMA))));
    }

    private static Schema<?> schema() {
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
