/** Progress on the terminal. */
@NullMarked
package io.sparsesplit.trainer.progress;

import org.jspecify.annotations.NullMarked;
