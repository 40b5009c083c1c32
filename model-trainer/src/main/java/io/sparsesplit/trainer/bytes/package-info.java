/** What travels, and what that does to the answers: rate and distortion of all codecs, over rate weights and seeds. */
@NullMarked
package io.sparsesplit.trainer.bytes;

import org.jspecify.annotations.NullMarked;
