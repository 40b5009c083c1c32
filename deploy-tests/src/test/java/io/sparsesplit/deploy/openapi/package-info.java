/** Holds the services' OpenAPI documents to the last released ones: clients made from those must go on working. */
@NullMarked
package io.sparsesplit.deploy.openapi;

import org.jspecify.annotations.NullMarked;
