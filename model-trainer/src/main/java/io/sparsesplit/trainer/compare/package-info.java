/** Compares published models side by side. */
@NullMarked
package io.sparsesplit.trainer.compare;

import org.jspecify.annotations.NullMarked;
