package io.sparsesplit.model.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@link Codec#FLOAT32}: the exit's class as one byte, where it travels; then {@code features} little-endian singles, nothing
 * else.
 */
public record Float32Codec(int features, int classes) implements FeatureCodec {

    /**
     * A codec for a number of features and of classes.
     *
     * @param classes 0 when the exit's class does not travel
     * @throws IllegalArgumentException when there are no features, or more than a frame can carry
     */
    public Float32Codec {
        Codec.FLOAT32.requireFrameFits(features, classes);
    }

    @Override
    public Codec codec() {
        return Codec.FLOAT32;
    }

    @Override
    public byte[] encode(Features travelling) {
        float[] values = travelling.values();
        Codec.requireFeatures(values.length, features);
        ByteBuffer payload = ByteBuffer.allocate(payloadBytes()).order(ByteOrder.LITTLE_ENDIAN);
        if (classes > 0) {
            Codec.requireClass(travelling.exitClass(), classes);
            payload.put((byte) travelling.exitClass());
        }
        for (int i = 0; i < features; i++) {
            Codec.requireFinite(i, values[i]);
            payload.putFloat(values[i]);
        }
        return payload.array();
    }

    @Override
    public Features decode(byte[] payload) {
        MalformedFrameException.requirePayload(codec(), payload.length, payloadBytes());
        ByteBuffer bytes = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
        int exitClass = classes > 0 ? Byte.toUnsignedInt(bytes.get()) : 0;
        if (classes > 0 && exitClass >= classes) {
            throw MalformedFrameException.noSuchClass(0, exitClass, classes);
        }
        float[] values = new float[features];
        for (int i = 0; i < features; i++) {
            values[i] = bytes.getFloat();
            if (!Float.isFinite(values[i])) {
                throw new MalformedFrameException(
                        bytes.position() - Float.BYTES, "feature %d is not finite".formatted(i));
            }
        }
        return new Features(values, exitClass);
    }

    private int payloadBytes() {
        return (classes > 0 ? 1 : 0) + features * Float.BYTES;
    }
}
