/** Answers image files with a published model, without a service. */
@NullMarked
package io.sparsesplit.trainer.predict;

import org.jspecify.annotations.NullMarked;
