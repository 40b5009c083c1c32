/** Sample digits to try a model with, drawn by this project. */
@NullMarked
package io.sparsesplit.trainer.samples;

import org.jspecify.annotations.NullMarked;
