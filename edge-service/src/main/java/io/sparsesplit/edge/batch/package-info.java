/** Several images in one request. */
@NullMarked
package io.sparsesplit.edge.batch;

import org.jspecify.annotations.NullMarked;
