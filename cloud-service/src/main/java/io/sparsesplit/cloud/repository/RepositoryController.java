package io.sparsesplit.cloud.repository;

import io.sparsesplit.cloud.LoadedModels;
import io.sparsesplit.cloud.LoadedModels.Loaded;
import io.sparsesplit.model.artifact.Published;
import io.sparsesplit.service.catalog.ModelListing;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Edges fetch new versions here. Files are sent as they lie on the disk, by Spring's support of resources, which answers
 * ranges, HEAD and If-None-Match as well. The tail is not offered: it is what stays in the cloud.
 */
@RestController
@Tag(name = "Repository", description = "The versions of models that edges can fetch")
class RepositoryController {

    /** A published version never changes: whoever has a file need not ask again. */
    private static final CacheControl FOREVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    private final PublishedModels models;
    private final LoadedModels loaded;

    RepositoryController(PublishedModels models, LoadedModels loaded) {
        this.models = models;
        this.loaded = loaded;
    }

    @Operation(
            summary = "Lists what edges can fetch",
            description = "Versions whose files cannot be used are left out. `held` says whether their features can be"
                    + " completed here now.")
    @ApiResponse(responseCode = "200", description = "Names in alphabetical order, versions from oldest to newest")
    @ApiResponse(responseCode = "406", description = "The answer is JSON only")
    @GetMapping(path = ModelListing.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ModelListing> models() {
        Set<String> fingerprints =
                loaded.summaries().stream().map(Loaded::fingerprint).collect(Collectors.toSet());
        List<ModelListing.Version> versions = models.all().stream()
                .map(published -> version(published, fingerprints))
                .toList();
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .body(new ModelListing(versions, List.copyOf(fingerprints)));
    }

    @Operation(summary = "The manifest of a version")
    @ApiResponse(
            responseCode = "200",
            description = "All of it; its ETag is its SHA-256, the model's fingerprint",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(responseCode = "206", description = "The part that Range asks for", content = @Content)
    @ApiResponse(responseCode = "304", description = "If-None-Match names it", content = @Content)
    @ApiResponse(responseCode = "404", description = "There is no such version")
    @ApiResponse(responseCode = "416", description = "It has no such part", content = @Content)
    @GetMapping(ModelListing.PATH + "/{name}/{version}/" + Published.MANIFEST)
    ResponseEntity<Resource> manifest(
            @Parameter(example = "mnist") @PathVariable String name,
            @Parameter(example = "3.1.0") @PathVariable String version,
            @Parameter(hidden = true) @RequestHeader HttpHeaders headers) {
        Published published = models.of(name, version);
        return file(published.manifestFile(), published.fingerprint().toString(), MediaType.APPLICATION_JSON, headers);
    }

    @Operation(summary = "The edge's tensors of a version")
    @ApiResponse(
            responseCode = "200",
            description = "All of them; the ETag is their SHA-256, as in the manifest",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                            schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(responseCode = "206", description = "The part that Range asks for", content = @Content)
    @ApiResponse(responseCode = "304", description = "If-None-Match names them", content = @Content)
    @ApiResponse(responseCode = "404", description = "There is no such version")
    @ApiResponse(responseCode = "416", description = "There is no such part", content = @Content)
    @GetMapping(ModelListing.PATH + "/{name}/{version}/" + Published.HEAD)
    ResponseEntity<Resource> head(
            @Parameter(example = "mnist") @PathVariable String name,
            @Parameter(example = "3.1.0") @PathVariable String version,
            @Parameter(hidden = true) @RequestHeader HttpHeaders headers) {
        Published published = models.of(name, version);
        return file(published.headFile(), published.head().sha256(), MediaType.APPLICATION_OCTET_STREAM, headers);
    }

    private static ResponseEntity<Resource> file(Path path, String sha256, MediaType type, HttpHeaders request) {
        FileSystemResource file = new FileSystemResource(path);
        if (!canGive(file, request)) {
            return ResponseEntity.status(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
                    .header(
                            HttpHeaders.CONTENT_RANGE,
                            "bytes */" + path.toFile().length())
                    .build();
        }
        return ResponseEntity.ok()
                .cacheControl(FOREVER)
                .eTag('"' + sha256 + '"')
                .contentType(type)
                .body(file);
    }

    /** The framework looks at ranges again; but with a refusal it would send all of the file. */
    private static boolean canGive(Resource file, HttpHeaders request) {
        try {
            HttpRange.toResourceRegions(request.getRange(), file);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static ModelListing.Version version(Published published, Set<String> loadedFingerprints) {
        String fingerprint = published.fingerprint().toString();
        return new ModelListing.Version(
                published.manifest().name(),
                published.manifest().version(),
                fingerprint,
                loadedFingerprints.contains(fingerprint),
                List.of(
                        new ModelListing.File(Published.MANIFEST, published.manifestBytes(), fingerprint),
                        new ModelListing.File(
                                Published.HEAD,
                                published.head().bytes(),
                                published.head().sha256())));
    }
}
