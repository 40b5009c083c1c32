/** A text with tables and figures, and its two forms: Markdown and HTML. */
@NullMarked
package io.sparsesplit.trainer.report.document;

import org.jspecify.annotations.NullMarked;
