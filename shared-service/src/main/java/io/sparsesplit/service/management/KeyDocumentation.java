package io.sparsesplit.service.management;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.regex.Pattern;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.HttpHeaders;

/** Says of what changes the service that it wants the key, so that Swagger UI asks for one and sends it. */
class KeyDocumentation implements OpenApiCustomizer {

    private static final String SCHEME = "key";
    private static final Pattern GUARDED = Pattern.compile("/management/.*|/v2/repository/models/.*");

    @Override
    public void customise(OpenAPI api) {
        api.getComponents()
                .addSecuritySchemes(
                        SCHEME,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("The key of sparsesplit.management.key of this service"));
        api.getPaths().forEach((path, item) -> {
            if (GUARDED.matcher(path).matches() && item.getPost() != null) {
                guard(item);
            }
        });
    }

    private static void guard(PathItem item) {
        Operation change = item.getPost();
        change.addSecurityItem(new SecurityRequirement().addList(SCHEME));
        // OpenAPI wants this header to be described by the scheme alone.
        if (change.getParameters() != null) {
            change.setParameters(change.getParameters().stream()
                    .filter(parameter -> !HttpHeaders.AUTHORIZATION.equals(parameter.getName()))
                    .toList());
        }
    }
}
