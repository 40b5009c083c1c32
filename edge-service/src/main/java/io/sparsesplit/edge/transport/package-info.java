/** How bodies reach the cloud: over HTTP/1.1 or HTTP/2, with every byte on the wire counted. Knows nothing of images. */
@NullMarked
package io.sparsesplit.edge.transport;

import org.jspecify.annotations.NullMarked;
