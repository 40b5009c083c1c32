/** The Open Inference Protocol, version 2, for whole images: the cloud runs head and tail. */
@NullMarked
package io.sparsesplit.cloud.oip;

import org.jspecify.annotations.NullMarked;
