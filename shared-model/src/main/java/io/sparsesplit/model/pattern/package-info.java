/** Which connections exist: junctions, feasible densities and the generators of predefined sparse patterns. */
@NullMarked
package io.sparsesplit.model.pattern;

import org.jspecify.annotations.NullMarked;
