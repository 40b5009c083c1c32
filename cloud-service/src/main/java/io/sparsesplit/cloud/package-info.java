/** The cloud service. */
@NullMarked
package io.sparsesplit.cloud;

import org.jspecify.annotations.NullMarked;
