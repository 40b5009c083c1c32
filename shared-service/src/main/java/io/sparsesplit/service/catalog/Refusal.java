package io.sparsesplit.service.catalog;

import io.sparsesplit.model.artifact.ArtifactException;

/**
 * Why a version was not loaded.
 *
 * @param stamp of its files at that time, see {@link io.sparsesplit.model.artifact.ModelRepository#stamp}
 * @param reason a sentence that clients may read
 * @param cause what the sentence was made from
 * @param certain whether its files were the same when it was tried twice: they are not just being copied
 */
record Refusal(String stamp, String reason, ArtifactException cause, boolean certain) {}
