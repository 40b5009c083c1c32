/** The Open Inference Protocol, version 2, for whole images: the cloud runs head and tail. */
@NullMarked
package io.sparsesplit.cloud.protocol;

import org.jspecify.annotations.NullMarked;
