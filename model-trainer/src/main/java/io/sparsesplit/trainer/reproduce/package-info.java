/** Training the papers' networks again, and better ones. */
@NullMarked
package io.sparsesplit.trainer.reproduce;

import org.jspecify.annotations.NullMarked;
