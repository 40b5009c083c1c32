/** Why an image was answered where it was, and whether that had to be so. */
@NullMarked
package io.sparsesplit.model.decision;

import org.jspecify.annotations.NullMarked;
