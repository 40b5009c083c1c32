/** Fetching public data sets. */
@NullMarked
package io.sparsesplit.trainer.download;

import org.jspecify.annotations.NullMarked;
