/**
 * Moves thresholds and codec within declared bounds, so that an objective is kept while the link changes (after SPINN,
 * Laskaridis et al., MobiCom 2020).
 */
@NullMarked
package io.sparsesplit.edge.adaptation;

import org.jspecify.annotations.NullMarked;
