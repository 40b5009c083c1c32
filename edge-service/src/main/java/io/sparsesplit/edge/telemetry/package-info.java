/** Meters and spans of the edge. */
@NullMarked
package io.sparsesplit.edge.telemetry;

import org.jspecify.annotations.NullMarked;
