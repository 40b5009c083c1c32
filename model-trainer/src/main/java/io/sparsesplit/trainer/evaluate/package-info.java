/** Measures what a model is worth: accuracy, exit rate and bytes, by the same code that serves. */
@NullMarked
package io.sparsesplit.trainer.evaluate;

import org.jspecify.annotations.NullMarked;
