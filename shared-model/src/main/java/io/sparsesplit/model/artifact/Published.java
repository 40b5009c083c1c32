package io.sparsesplit.model.artifact;

import io.sparsesplit.model.artifact.Manifest.FileSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A published version of a model, as far as its manifest says.
 *
 * @param manifest what the model is
 * @param fingerprint which model it is
 * @param manifestBytes length of the manifest
 * @param folder that its files are in
 */
public record Published(Manifest manifest, Fingerprint fingerprint, long manifestBytes, Path folder) {

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

    /**
     * Checks, by their lengths only, that the manifest and the edge's tensors are there.
     *
     * @throws ArtifactException when they are not, or are others than they were
     */
    public void requireHead() {
        requireLength(manifestFile(), manifestBytes);
        requireLength(headFile(), head().bytes());
    }

    private static void requireLength(Path file, long bytes) {
        try {
            if (Files.size(file) != bytes) {
                throw new ArtifactException("%s has %d bytes, not %d".formatted(file, Files.size(file), bytes));
            }
        } catch (IOException e) {
            throw new ArtifactException("%s cannot be read: %s".formatted(file, e), e);
        }
    }
}
