package io.sparsesplit.trainer.edge;

import java.util.Map;

/**
 * What an edge says it did since it started.
 *
 * @param requests answered and refused
 * @param answers by exit
 * @param errors requests refused, by HTTP status
 * @param bytes that travelled
 */
public record EdgeTotals(long requests, Map<String, Long> answers, Map<String, Long> errors, Answer.Bytes bytes) {}
