/** Fits out-of-distribution detectors, promises few false alarms of them, and measures what they find. */
@NullMarked
package io.sparsesplit.trainer.novelty;

import org.jspecify.annotations.NullMarked;
