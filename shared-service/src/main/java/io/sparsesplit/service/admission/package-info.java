/** What a service does when more is asked of it than it can do: it says so at once, and nothing queues without bound. */
@NullMarked
package io.sparsesplit.service.admission;

import org.jspecify.annotations.NullMarked;
