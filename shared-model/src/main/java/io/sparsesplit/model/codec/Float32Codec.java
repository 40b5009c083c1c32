package io.sparsesplit.model.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** {@link Codec#FLOAT32}: {@code features} little-endian singles, nothing else. */
public record Float32Codec(int features) implements FeatureCodec {

    /**
     * A codec for a number of features.
     *
     * @throws IllegalArgumentException when there is none, or more than a frame can carry
     */
    public Float32Codec {
        Codec.FLOAT32.requireFrameFits(features);
    }

    @Override
    public Codec codec() {
        return Codec.FLOAT32;
    }

    @Override
    public byte[] encode(float[] values) {
        Codec.requireFeatures(values.length, features);
        ByteBuffer payload = ByteBuffer.allocate(features * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        payload.asFloatBuffer().put(values);
        return payload.array();
    }

    @Override
    public float[] decode(byte[] payload) {
        MalformedFrameException.requirePayload(codec(), payload.length, features * Float.BYTES);
        float[] values = new float[features];
        ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        for (int i = 0; i < features; i++) {
            if (!Float.isFinite(values[i])) {
                throw new MalformedFrameException(i * Float.BYTES, "feature %d is not finite".formatted(i));
            }
        }
        return values;
    }
}
