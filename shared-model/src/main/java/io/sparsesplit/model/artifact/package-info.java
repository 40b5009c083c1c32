/** The files of a model: format, reader, writer, fingerprints and the repository they live in. */
@NullMarked
package io.sparsesplit.model.artifact;

import org.jspecify.annotations.NullMarked;
