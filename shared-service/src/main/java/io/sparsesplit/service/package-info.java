/** What edge and cloud do alike: problem details for every error, clear sentences when the start fails, trace ids. */
@NullMarked
package io.sparsesplit.service;

import org.jspecify.annotations.NullMarked;
