/** Sparse backpropagation: weights, gradients and moments exist only where edges exist. */
@NullMarked
package io.sparsesplit.trainer.train;

import org.jspecify.annotations.NullMarked;
