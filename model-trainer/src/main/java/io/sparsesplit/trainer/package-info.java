/** The command line. */
@NullMarked
package io.sparsesplit.trainer;

import org.jspecify.annotations.NullMarked;
