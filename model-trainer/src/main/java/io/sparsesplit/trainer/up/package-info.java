/** Starts both services on this machine. */
@NullMarked
package io.sparsesplit.trainer.up;

import org.jspecify.annotations.NullMarked;
