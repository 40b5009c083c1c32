/** Products over a pattern: only existing edges are stored and touched. */
@NullMarked
package io.sparsesplit.model.kernel;

import org.jspecify.annotations.NullMarked;
