/** Sends a data set to a running edge and compares what comes back. */
@NullMarked
package io.sparsesplit.trainer.replay;

import org.jspecify.annotations.NullMarked;
