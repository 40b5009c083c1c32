package io.sparsesplit.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A service's OpenAPI document in {@code docs/openapi}, which clients are generated from: it has to be what the service gives.
 * With {@code -Dopenapi.write=true} it is written anew instead.
 */
public final class CommittedApi {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private CommittedApi() {}

    /**
     * Compares, or writes.
     *
     * @param name of the service, {@code edge} or {@code cloud}
     * @param http to the service, as it is by default
     */
    public static void requireEqualTo(String name, Http http) throws IOException {
        Path file = Path.of("..", "docs", "openapi", name + ".json");
        JsonNode served = http.get("/v3/api-docs").json();
        if (Boolean.getBoolean("openapi.write")) {
            Files.writeString(file, JSON.writeValueAsString(served) + "\n");
        }
        assertThat(JSON.readTree(Files.readString(file)))
                .as(
                        "docs/openapi/%1$s.json is not what the service gives; if that is meant, write it anew:"
                                + " mvn -pl %1$s-service -am test -Dtest=OpenApiTest -Dopenapi.write=true"
                                + " -Dsurefire.failIfNoSpecifiedTests=false",
                        name)
                .isEqualTo(served);
    }
}
