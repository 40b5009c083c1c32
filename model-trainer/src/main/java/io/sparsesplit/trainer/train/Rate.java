package io.sparsesplit.trainer.train;

import io.sparsesplit.model.codec.Quantizer;

/**
 * What a training pays for what travels.
 *
 * @param quantizer of the features
 * @param lengths of their codes, learned meanwhile
 * @param beta nats of loss that a bit is worth, 0 or more; 0 for training that only gets used to rounding
 */
record Rate(Quantizer quantizer, CodeLengths lengths, double beta) {}
