/** The Open Inference Protocol, version 2: what clients of other inference servers speak. */
@NullMarked
package io.sparsesplit.edge.protocol;

import org.jspecify.annotations.NullMarked;
