package io.sparsesplit.trainer.data;

import org.jspecify.annotations.Nullable;

/**
 * What a CSV file does not tell by itself.
 *
 * @param labelColumn {@value #FIRST}, {@value #LAST} or a name in the header; null for the column that
 *     {@link CsvColumns} finds
 * @param size of the pictures; null for a square
 */
record CsvLayout(@Nullable String labelColumn, @Nullable Size size) {

    static final String FIRST = "first";
    static final String LAST = "last";

    static final CsvLayout USUAL = new CsvLayout(null, null);
}
