/** New versions of the model come from the cloud's repository into the edge's own. */
@NullMarked
package io.sparsesplit.edge.sync;

import org.jspecify.annotations.NullMarked;
