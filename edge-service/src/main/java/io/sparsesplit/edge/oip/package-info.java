/** The Open Inference Protocol, version 2: what clients of other inference servers speak. */
@NullMarked
package io.sparsesplit.edge.oip;

import org.jspecify.annotations.NullMarked;
