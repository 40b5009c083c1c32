/** The page for people at {@code /}; what it shows is static, in {@code resources/static}. */
@NullMarked
package io.sparsesplit.edge.console;

import org.jspecify.annotations.NullMarked;
