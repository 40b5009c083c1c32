/** Problem details (RFC 9457): which there are, and how an error is written, whoever finds it. */
@NullMarked
package io.sparsesplit.service.problem;

import org.jspecify.annotations.NullMarked;
