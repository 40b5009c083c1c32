/** The two halves of a split network, the exits on the first half, and the decision between them. */
@NullMarked
package io.sparsesplit.model.network;

import org.jspecify.annotations.NullMarked;
