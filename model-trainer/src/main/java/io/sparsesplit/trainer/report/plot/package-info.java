/**
 * Plots as SVG: the same bytes on every machine, for light ground, dark ground and paper. Plot libraries for Java place text by AWT's
 * font metrics, which differ between machines.
 */
@NullMarked
package io.sparsesplit.trainer.report.plot;

import org.jspecify.annotations.NullMarked;
