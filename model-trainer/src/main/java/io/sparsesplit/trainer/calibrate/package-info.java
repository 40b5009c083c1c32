/** Chooses temperatures and thresholds for a model's exits, and says what can be promised of them. */
@NullMarked
package io.sparsesplit.trainer.calibrate;

import org.jspecify.annotations.NullMarked;
