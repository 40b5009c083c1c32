/** Exact statistics of counts: intervals of shares, and comparisons of two classifiers on the same images. */
@NullMarked
package io.sparsesplit.trainer.statistics;

import org.jspecify.annotations.NullMarked;
