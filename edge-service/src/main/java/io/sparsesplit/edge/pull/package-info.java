/** New versions of the model come from the cloud's repository into the edge's own. */
@NullMarked
package io.sparsesplit.edge.pull;

import org.jspecify.annotations.NullMarked;
