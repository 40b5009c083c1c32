/** What reproducing the paper gave: the results as JSON, and the report that is made of them and of nothing else. */
@NullMarked
package io.sparsesplit.trainer.report;

import org.jspecify.annotations.NullMarked;
