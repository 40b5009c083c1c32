/** What edges can fetch from the cloud's repository. */
@NullMarked
package io.sparsesplit.cloud.repository;

import org.jspecify.annotations.NullMarked;
