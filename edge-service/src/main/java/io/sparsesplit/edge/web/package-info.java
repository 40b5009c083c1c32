/** The API {@code POST /infer}: requests, answers and errors as HTTP and JSON have them. */
@NullMarked
package io.sparsesplit.edge.web;

import org.jspecify.annotations.NullMarked;
