package io.sparsesplit.service.oip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A named array of elements. Its data is kept as the binary tensor data extension has it: little-endian, row major, without
 * padding; elements of {@link DataType#BYTES} have their length as an unsigned 32-bit number before them. Immutable.
 */
public final class Tensor {

    private final String name;
    private final DataType type;
    private final List<Long> shape;
    private final ByteBuffer data;

    /**
     * A tensor that was received.
     *
     * @param data of exactly as many elements as the shape has; not copied
     * @throws ProtocolException when they are fewer or more
     */
    Tensor(String name, DataType type, List<Long> shape, ByteBuffer data) {
        this.name = name;
        this.type = type;
        this.shape = List.copyOf(shape);
        this.data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
        long elements = elements(name, shape);
        long found = type == DataType.BYTES ? countStrings() : this.data.limit() / type.size();
        if (found != elements || (type != DataType.BYTES && this.data.limit() % type.size() != 0)) {
            throw new ProtocolException(
                    "tensor '%s' of shape %s has %d elements, but its data has %d bytes, which are %d."
                            .formatted(name, shape, elements, this.data.limit(), found));
        }
    }

    /** A vector or matrix of floats, row by row. */
    public static Tensor fp32(String name, List<Long> shape, float[] values) {
        ByteBuffer data = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return new Tensor(name, DataType.FP32, shape, data);
    }

    /** A vector of whole numbers. */
    public static Tensor int64(String name, long[] values) {
        ByteBuffer data = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asLongBuffer().put(values);
        return new Tensor(name, DataType.INT64, List.of((long) values.length), data);
    }

    /** A vector of texts. */
    public static Tensor texts(String name, List<String> texts) {
        return new Tensor(
                name,
                DataType.BYTES,
                List.of((long) texts.size()),
                packed(texts.stream()
                        .map(text -> text.getBytes(StandardCharsets.UTF_8))
                        .toList()));
    }

    /** Elements of {@link DataType#BYTES} with their lengths. */
    static ByteBuffer packed(List<byte[]> elements) {
        int length = 0;
        for (byte[] element : elements) {
            length = Math.addExact(length, Math.addExact(Integer.BYTES, element.length));
        }
        ByteBuffer data = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        for (byte[] element : elements) {
            data.putInt(element.length).put(element);
        }
        return data.flip();
    }

    public String name() {
        return name;
    }

    public DataType type() {
        return type;
    }

    /** Elements in each dimension, 0 or more. */
    public List<Long> shape() {
        return shape;
    }

    /** The data in its binary form. */
    ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** All elements of a tensor of {@link DataType#UINT8}. */
    public byte[] bytes() {
        byte[] bytes = new byte[data.limit()];
        data().get(bytes);
        return bytes;
    }

    /** All elements of a tensor of {@link DataType#FP32}. */
    public float[] floats() {
        float[] floats = new float[data.limit() / Float.BYTES];
        data().asFloatBuffer().get(floats);
        return floats;
    }

    /** All elements of a tensor of {@link DataType#INT64}. */
    long[] longs() {
        long[] longs = new long[data.limit() / Long.BYTES];
        data().asLongBuffer().get(longs);
        return longs;
    }

    /** All elements of a tensor of {@link DataType#BYTES}. */
    public List<byte[]> strings() {
        List<byte[]> strings = new ArrayList<>();
        ByteBuffer rest = data();
        while (rest.hasRemaining()) {
            byte[] string = new byte[rest.getInt()];
            rest.get(string);
            strings.add(string);
        }
        return strings;
    }

    private int countStrings() {
        int count = 0;
        ByteBuffer rest = data();
        while (rest.hasRemaining()) {
            int at = rest.position();
            long length = rest.remaining() < Integer.BYTES ? Long.MAX_VALUE : Integer.toUnsignedLong(rest.getInt());
            if (length > rest.remaining()) {
                throw new ProtocolException(
                        "element %d of tensor '%s', at byte %d of its data, reaches beyond its end: put the length of each element before it, as 4 bytes, little-endian."
                                .formatted(count, name, at));
            }
            rest.position(rest.position() + (int) length);
            count++;
        }
        return count;
    }

    private static long elements(String name, List<Long> shape) {
        long elements = 1;
        for (long dimension : shape) {
            if (dimension < 0 || (elements > 0 && dimension > Integer.MAX_VALUE / elements)) {
                throw new ProtocolException(
                        "tensor '%s' has shape %s: write sizes of 0 or more, of which there are no more than 2147483647 elements."
                                .formatted(name, shape));
            }
            elements *= dimension;
        }
        return elements;
    }
}
