/** Labelled images to train and measure with. */
@NullMarked
package io.sparsesplit.trainer.data;

import org.jspecify.annotations.NullMarked;
