/** Out-of-distribution detection: fitting a detector, promising few false alarms, measuring what it finds. */
@NullMarked
package io.sparsesplit.trainer.novelty;

import org.jspecify.annotations.NullMarked;
