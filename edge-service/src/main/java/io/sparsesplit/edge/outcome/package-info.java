/** What became of an image: why it was answered as it was, by whom, and what travelled for it. Every other package may use it. */
@NullMarked
package io.sparsesplit.edge.outcome;

import org.jspecify.annotations.NullMarked;
