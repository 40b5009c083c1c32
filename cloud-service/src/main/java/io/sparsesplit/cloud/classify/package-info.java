/** Whole images, classified in the cloud by both halves of a model. */
@NullMarked
package io.sparsesplit.cloud.classify;

import org.jspecify.annotations.NullMarked;
