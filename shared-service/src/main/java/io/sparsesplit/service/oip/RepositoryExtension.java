package io.sparsesplit.service.oip;

import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.service.catalog.Catalog;
import io.sparsesplit.service.catalog.VersionState;
import io.sparsesplit.service.management.ManagementKey;
import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The protocol's model repository extension: the management API in its terms. Anybody may read the index; who loads or unloads
 * bears the management key, as there. Unlike the extension it knows versions: a parameter {@code version} names one.
 */
@RestController
@Tag(name = "Open Inference Protocol", description = "What clients of other inference servers speak, version 2")
class RepositoryExtension {

    private static final int MAX_BODY_BYTES = 1 << 14;
    private static final JsonMapper JSON = new JsonMapper();

    private final ModelRepository repository;
    private final Catalog<?> catalog;
    private final ManagementKey key;

    RepositoryExtension(ModelRepository repository, Catalog<?> catalog, ManagementKey key) {
        this.repository = repository;
        this.catalog = catalog;
        this.key = key;
    }

    /**
     * A version of a model.
     *
     * @param name of the model
     * @param version of it
     * @param state {@code READY}, {@code LOADING} or {@code UNAVAILABLE}
     * @param reason for that; empty when there is nothing to say
     */
    record Entry(String name, String version, String state, String reason) {

        static Entry of(VersionState version) {
            String state = switch (version.state()) {
                case HELD -> "READY";
                case LOADING -> "LOADING";
                case AVAILABLE, REFUSED -> "UNAVAILABLE";
            };
            return new Entry(
                    version.name(),
                    version.version(),
                    state,
                    Objects.requireNonNullElse(
                            version.problem(), version.state() == VersionState.State.AVAILABLE ? "not loaded" : ""));
        }
    }

    @Operation(
            summary = "Lists the versions of models there are",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            description = "may be empty; with ready: true only those that answer are listed",
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(type = "object", example = "{\"ready\":true}"))))
    @ApiResponse(responseCode = "200", description = "The versions, and which of them answer")
    @PostMapping("/v2/repository/index")
    List<Entry> index(HttpServletRequest request) throws IOException {
        boolean onlyReady = body(request).path("ready").asBoolean(false);
        return catalog.states().stream()
                .map(Entry::of)
                .filter(entry -> !onlyReady || entry.state().equals("READY"))
                .toList();
    }

    @Operation(
            summary = "Loads a version of a model",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            description = "may be empty; without a version the newest there is, is loaded",
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema =
                                                    @Schema(
                                                            type = "object",
                                                            example = "{\"parameters\":{\"version\":\"3.1.0\"}}"))))
    @ApiResponse(responseCode = "200", description = "It is loaded, and answers")
    @ApiResponse(responseCode = "401", description = "The management key is missing or wrong")
    @ApiResponse(responseCode = "404", description = "There is no such version")
    @ApiResponse(responseCode = "409", description = "There is no room for it")
    @PostMapping("/v2/repository/models/{model}/load")
    void load(
            HttpServletRequest request,
            @PathVariable("model") String name,
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization)
            throws IOException {
        key.require(authorization);
        String version = version(request);
        if (version == null) {
            catalog.look();
            version = newest(name);
        }
        catalog.load(name, version, null);
    }

    @Operation(
            summary = "Unloads a version of a model",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            description = "may be empty when only one version of the model is loaded",
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema =
                                                    @Schema(
                                                            type = "object",
                                                            example = "{\"parameters\":{\"version\":\"3.1.0\"}}"))))
    @ApiResponse(responseCode = "200", description = "It is unloaded; requests that have it finish")
    @ApiResponse(responseCode = "401", description = "The management key is missing or wrong")
    @ApiResponse(responseCode = "404", description = "It is not loaded")
    @ApiResponse(responseCode = "409", description = "It is the last that can answer")
    @PostMapping("/v2/repository/models/{model}/unload")
    void unload(
            HttpServletRequest request,
            @PathVariable("model") String name,
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization)
            throws IOException {
        key.require(authorization);
        String version = version(request);
        catalog.unload(name, version == null ? onlyLoaded(name) : version);
    }

    private String newest(String name) {
        List<String> versions;
        try {
            versions = repository.versions(name);
        } catch (IllegalArgumentException e) {
            throw unknown(name);
        }
        if (versions.isEmpty()) {
            throw unknown(name);
        }
        return versions.get(versions.size() - 1);
    }

    private String onlyLoaded(String name) {
        List<String> loaded = catalog.states().stream()
                .filter(state -> state.name().equals(name))
                .filter(state -> state.state() == VersionState.State.HELD)
                .map(VersionState::version)
                .toList();
        if (loaded.size() > 1) {
            throw new ProtocolException("Versions %s of %s are loaded: say which, as parameter version."
                    .formatted(String.join(", ", loaded), name));
        }
        return loaded.stream().findFirst().orElseThrow(() -> unknown(name));
    }

    private static ProblemException unknown(String name) {
        return new ProblemException(
                Problem.UNKNOWN_MODEL,
                "There is no version of model %s: POST /v2/repository/index lists those there are.".formatted(name));
    }

    private static @Nullable String version(HttpServletRequest request) throws IOException {
        JsonNode version = body(request).path("parameters").path("version");
        return version.isString() ? version.asString() : null;
    }

    private static JsonNode body(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            throw new ProblemException(
                    Problem.TOO_LARGE,
                    "The body has more than the %d bytes allowed: send a smaller one.".formatted(MAX_BODY_BYTES));
        }
        try {
            return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (JacksonException e) {
            throw new ProtocolException("the JSON object cannot be read: %s".formatted(e.getOriginalMessage()));
        }
    }
}
