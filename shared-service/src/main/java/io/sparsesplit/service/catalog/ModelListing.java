package io.sparsesplit.service.catalog;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * What the cloud has for edges to fetch: {@code GET /models}.
 *
 * @param models by name in alphabetical order, each name's versions from the oldest to the newest
 * @param held fingerprints of all models that can be completed there, whether an edge could fetch them or not
 */
public record ModelListing(List<Version> models, List<String> held) {

    /** Where the list is. The files of a version are below it: {@code /models/<name>/<version>/<file>}. */
    public static final String PATH = "/models";

    /**
     * A version of a model.
     *
     * @param name of the model
     * @param version of the model
     * @param fingerprint SHA-256 of its manifest
     * @param held whether the cloud has its tail loaded, so that it can complete what this head begins
     * @param files that an edge needs
     */
    @Schema(name = "OfferedVersion")
    public record Version(
            @Schema(example = "mnist") String name,
            @Schema(example = "3.1.0") String version,
            @Schema(example = "9f2c") String fingerprint,
            boolean held,
            List<File> files) {}

    /**
     * A file of a version.
     *
     * @param name of the file
     * @param bytes its length
     * @param sha256 of all of it, 64 hexadecimal digits
     */
    public record File(
            @Schema(example = "head.safetensors") String name,
            @Schema(example = "21448") long bytes,
            @Schema(example = "51d3") String sha256) {}
}
