/** Records the course of a training: a row for each epoch, what it ran with, and trackers that are told of it. */
@NullMarked
package io.sparsesplit.trainer.history;

import org.jspecify.annotations.NullMarked;
