/** Bodies, errors and answers as both services have them over HTTP. */
@NullMarked
package io.sparsesplit.service.web;

import org.jspecify.annotations.NullMarked;
