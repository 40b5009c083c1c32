/** Who may change a running service over HTTP. */
@NullMarked
package io.sparsesplit.service.management;

import org.jspecify.annotations.NullMarked;
