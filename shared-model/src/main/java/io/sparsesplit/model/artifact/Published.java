package io.sparsesplit.model.artifact;

import io.sparsesplit.model.artifact.Manifest.FileSpec;
import java.nio.file.Path;

/**
 * A published version of a model, as far as its manifest says.
 *
 * @param manifest what the model is
 * @param fingerprint which model it is
 * @param folder that its files are in
 */
public record Published(Manifest manifest, Fingerprint fingerprint, Path folder) {

    /** Name of the manifest's file. */
    public static final String MANIFEST = ModelFiles.MANIFEST;

    /** Name of the file with the edge's tensors. */
    public static final String HEAD = ModelFiles.HEAD;

    public Path manifestFile() {
        return folder.resolve(MANIFEST);
    }

    public Path headFile() {
        return folder.resolve(HEAD);
    }

    /**
     * What the manifest says of the edge's tensors.
     *
     * @throws ArtifactException when it does not list them
     */
    public FileSpec head() {
        FileSpec spec = manifest.files().get(HEAD);
        if (spec == null) {
            throw new ArtifactException("%s does not list %s".formatted(manifestFile(), HEAD));
        }
        return spec;
    }
}
