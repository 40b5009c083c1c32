package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.model.codec.Frame;

/**
 * Counts what travels from edge to cloud.
 *
 * @param messages number of messages
 * @param idealBits length of the ideal code of all messages, in bits, under what the codec expects of features
 * @param payloadBytes length of all payloads in bytes
 */
public record Traffic(int messages, double idealBits, long payloadBytes) {

    static final Traffic NONE = new Traffic(0, 0, 0);

    /** Returns the mean length of the ideal code in bytes; 0 when there is no message. */
    public double idealBytesPerMessage() {
        return messages == 0 ? 0 : idealBits / Byte.SIZE / messages;
    }

    /** Returns the mean length of a payload in bytes; 0 when there is no message. */
    public double payloadBytesPerMessage() {
        return messages == 0 ? 0 : (double) payloadBytes / messages;
    }

    /** Returns the mean length of frames that travel alone, in bytes; 0 when there is no message. */
    public double frameBytesPerMessage() {
        return messages == 0 ? 0 : payloadBytesPerMessage() + Frame.OVERHEAD_BYTES;
    }

    Traffic plus(double ideal, int payload) {
        return new Traffic(messages + 1, idealBits + ideal, payloadBytes + payload);
    }
}
