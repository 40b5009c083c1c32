/** A client of the edge service. */
@NullMarked
package io.sparsesplit.trainer.edge;

import org.jspecify.annotations.NullMarked;
