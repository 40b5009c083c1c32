/** Decides again, from answers alone, where their images had to be answered. */
@NullMarked
package io.sparsesplit.trainer.explain;

import org.jspecify.annotations.NullMarked;
