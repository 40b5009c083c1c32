/** The way of one image, and of the images of one request, to an {@link io.sparsesplit.edge.inference.InferenceResult}. */
@NullMarked
package io.sparsesplit.edge.inference;

import org.jspecify.annotations.NullMarked;
