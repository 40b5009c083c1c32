/** Load on a running service: requests that come when they come, whether the service keeps up or not. */
@NullMarked
package io.sparsesplit.benchmarks.load;

import org.jspecify.annotations.NullMarked;
