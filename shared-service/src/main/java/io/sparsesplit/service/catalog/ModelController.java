package io.sparsesplit.service.catalog;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The versions loaded, to see and to change. */
@RestController
@RequestMapping(path = "/management/models", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Models", description = "The versions of models held here")
class ModelController {

    private static final String KEY = "Wants Authorization: Bearer KEY, with the key of sparsesplit.management.key.";

    private final Catalog<?> catalog;

    ModelController(Catalog<?> catalog) {
        this.catalog = catalog;
    }

    /**
     * All versions there are to know of.
     *
     * @param policy which are loaded, unless something else is asked for
     * @param maxHeld most that are loaded at once
     * @param models those loaded, the default first, then the others
     */
    record Models(String policy, int maxHeld, List<VersionState> models) {}

    @Operation(
            operationId = "listVersions",
            summary = "Lists the versions: held, refused and why, and others in the repository")
    @ApiResponse(responseCode = "200", description = "The default first")
    @GetMapping
    Models list() {
        return new Models(catalog.policy(), catalog.maxHeld(), catalog.states());
    }

    @Operation(
            operationId = "loadVersion",
            summary = "Holds a version, whatever the policy",
            description = "It is verified and warmed up before it answers; until then the others go on. " + KEY)
    @ApiResponse(responseCode = "200", description = "It is held")
    @ApiResponse(responseCode = "401", description = "The key is missing or wrong")
    @ApiResponse(responseCode = "403", description = "No key is set: nothing can be changed over HTTP")
    @ApiResponse(responseCode = "404", description = "It is not in the repository")
    @ApiResponse(responseCode = "409", description = "Too many are held, or it has another fingerprint")
    @ApiResponse(responseCode = "422", description = "Its files cannot be used; detail says why")
    @PostMapping("/{name}/{version}/load")
    Models load(
            @PathVariable @Parameter(example = "mnist") String name,
            @PathVariable @Parameter(example = "3.1.0") String version,
            @Parameter(description = "refuse any other fingerprint, 64 hexadecimal digits")
                    @RequestParam(required = false)
                    @Nullable
                    String fingerprint) {
        return change(() -> catalog.load(name, version, fingerprint));
    }

    @Operation(
            operationId = "unloadVersion",
            summary = "Holds a version no longer, whatever the policy",
            description = "Requests that it is answering finish. When it was the default, the policy chooses the next. "
                    + KEY)
    @ApiResponse(responseCode = "200", description = "It is not held any more")
    @ApiResponse(responseCode = "401", description = "The key is missing or wrong")
    @ApiResponse(responseCode = "403", description = "No key is set: nothing can be changed over HTTP")
    @ApiResponse(responseCode = "404", description = "It is not held")
    @ApiResponse(responseCode = "409", description = "It is the last that can be used")
    @PostMapping("/{name}/{version}/unload")
    Models unload(
            @PathVariable @Parameter(example = "mnist") String name,
            @PathVariable @Parameter(example = "3.1.0") String version) {
        return change(() -> catalog.unload(name, version));
    }

    @Operation(
            operationId = "makeDefault",
            summary = "Answers with a version when nothing else is asked for, whatever the policy",
            description = KEY)
    @ApiResponse(responseCode = "200", description = "It is the default")
    @ApiResponse(responseCode = "401", description = "The key is missing or wrong")
    @ApiResponse(responseCode = "403", description = "No key is set: nothing can be changed over HTTP")
    @ApiResponse(responseCode = "404", description = "It is not held")
    @PostMapping("/{name}/{version}/default")
    Models makeDefault(
            @PathVariable @Parameter(example = "mnist") String name,
            @PathVariable @Parameter(example = "3.1.0") String version) {
        return change(() -> catalog.makeDefault(name, version));
    }

    @Operation(summary = "Forgets what was asked for: holds what the policy wants", description = KEY)
    @ApiResponse(responseCode = "200", description = "The policy decides")
    @ApiResponse(responseCode = "401", description = "The key is missing or wrong")
    @ApiResponse(responseCode = "403", description = "No key is set: nothing can be changed over HTTP")
    @PostMapping("/policy")
    Models followPolicy() {
        return change(catalog::followPolicy);
    }

    private Models change(Runnable change) {
        change.run();
        return list();
    }
}
