/** Plots as SVG: the same bytes on every machine, for light ground, dark ground and paper. */
@NullMarked
package io.sparsesplit.trainer.report.plot;

import org.jspecify.annotations.NullMarked;
