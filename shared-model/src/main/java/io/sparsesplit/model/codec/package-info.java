/** Features on the wire: one codec per payload encoding, and the frame around a payload. */
@NullMarked
package io.sparsesplit.model.codec;

import org.jspecify.annotations.NullMarked;
