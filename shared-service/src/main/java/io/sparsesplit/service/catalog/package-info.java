/** The versions of models that a service has loaded, and how they come and go while it serves. */
@NullMarked
package io.sparsesplit.service.catalog;

import org.jspecify.annotations.NullMarked;
