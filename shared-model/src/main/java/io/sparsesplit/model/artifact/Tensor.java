package io.sparsesplit.model.artifact;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A named block of numbers in a {@link Safetensors} file. Immutable. */
final class Tensor {

    /** The element types that models use, of those that safetensors has. */
    enum Type {
        /** IEEE 754 single. */
        F32(Float.BYTES),
        /** Unsigned, 16 bits. */
        U16(Short.BYTES);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        int bytes() {
            return bytes;
        }
    }

    private final Type type;
    private final List<Integer> shape;
    private final ByteBuffer data;

    /** @param data little-endian; not copied */
    Tensor(Type type, List<Integer> shape, ByteBuffer data) {
        this.type = type;
        this.shape = List.copyOf(shape);
        this.data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    static Tensor ofFloats(List<Integer> shape, float[] values) {
        ByteBuffer data = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return new Tensor(Type.F32, shape, data);
    }

    /** @param values each 0 to 65535 */
    static Tensor ofUnsignedShorts(List<Integer> shape, int[] values) {
        ByteBuffer data = ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            data.putShort((short) value);
        }
        return new Tensor(Type.U16, shape, data.flip());
    }

    Type type() {
        return type;
    }

    List<Integer> shape() {
        return shape;
    }

    ByteBuffer data() {
        return data.duplicate();
    }

    /** The values of an F32 tensor. */
    float[] floats() {
        float[] values = new float[data.capacity() / Float.BYTES];
        data.asFloatBuffer().get(values);
        return values;
    }

    /** The values of a U16 tensor. */
    int[] unsignedShorts() {
        int[] values = new int[data.capacity() / Short.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = Short.toUnsignedInt(data.getShort(i * Short.BYTES));
        }
        return values;
    }
}
