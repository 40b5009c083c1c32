/** How a new version comes into use: negotiated with the cloud, tried as a canary or in the shadow, promoted or rolled back. */
@NullMarked
package io.sparsesplit.edge.rollout;

import org.jspecify.annotations.NullMarked;
