/** Measures edge and cloud as they are shipped, each in a process of its own, with an own count of the bytes between them. */
@NullMarked
package io.sparsesplit.benchmarks.service;

import org.jspecify.annotations.NullMarked;
