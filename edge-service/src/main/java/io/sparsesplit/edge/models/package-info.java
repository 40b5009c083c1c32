/** The versions of models that the edge answers with. */
@NullMarked
package io.sparsesplit.edge.models;

import org.jspecify.annotations.NullMarked;
