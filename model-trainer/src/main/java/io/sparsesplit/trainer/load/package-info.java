/** Load on a running edge: requests that come when they come, whether it keeps up or not. */
@NullMarked
package io.sparsesplit.trainer.load;

import org.jspecify.annotations.NullMarked;
