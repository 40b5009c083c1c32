/** The edge service. */
@NullMarked
package io.sparsesplit.edge;

import org.jspecify.annotations.NullMarked;
