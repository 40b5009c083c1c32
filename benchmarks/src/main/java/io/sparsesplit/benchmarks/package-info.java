/** Peers side by side, on the same work in one run. */
@NullMarked
package io.sparsesplit.benchmarks;

import org.jspecify.annotations.NullMarked;
