/**
 * The documents are tests: what a reader is told to type is typed here, in the order of the document, and has to answer what the
 * document says. CONTRIBUTING.md has the marks by which a block says what it needs.
 */
@NullMarked
package io.sparsesplit.deploy.docs;

import org.jspecify.annotations.NullMarked;
