/**
 * The Open Inference Protocol, version 2, over HTTP, with the binary tensor data extension, as far as a service that
 * classifies images needs it.
 */
@NullMarked
package io.sparsesplit.service.oip;

import org.jspecify.annotations.NullMarked;
