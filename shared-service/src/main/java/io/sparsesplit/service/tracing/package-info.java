/** Requests as traces, off by default: what is here is then not there. */
@NullMarked
package io.sparsesplit.service.tracing;

import org.jspecify.annotations.NullMarked;
