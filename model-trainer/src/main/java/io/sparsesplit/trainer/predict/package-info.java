/** Answers of a published model for image files, without a service. */
@NullMarked
package io.sparsesplit.trainer.predict;

import org.jspecify.annotations.NullMarked;
