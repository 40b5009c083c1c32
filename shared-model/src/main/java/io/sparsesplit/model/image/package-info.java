/** From the bytes of an image file to the input vector of a network, the same in training and in serving. */
@NullMarked
package io.sparsesplit.model.image;

import org.jspecify.annotations.NullMarked;
