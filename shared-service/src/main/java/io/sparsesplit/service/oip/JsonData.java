package io.sparsesplit.service.oip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The elements of a tensor as JSON: one array of all, or arrays in arrays as the shape has them, which is not checked. Whether
 * they are numbers or texts shows; of what type is known only when the whole tensor was read.
 */
final class JsonData {

    private static final int MAX_DEPTH = 8;

    private double[] numbers = new double[64];
    private int count;
    private final List<String> texts = new ArrayList<>();

    /** From an array that begins at the parser's token, to its end. */
    JsonData(JsonParser parser) {
        int depth = 0;
        JsonToken token = parser.currentToken();
        do {
            switch (token) {
                case START_ARRAY -> depth++;
                case END_ARRAY -> depth--;
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> add(parser.getDoubleValue());
                case VALUE_TRUE -> add(1);
                case VALUE_FALSE -> add(0);
                case VALUE_STRING -> texts.add(parser.getString());
                default -> throw new ProtocolException("data must be an array of numbers or of texts.");
            }
            if (depth > MAX_DEPTH) {
                throw new ProtocolException("data has arrays in more than %d arrays.".formatted(MAX_DEPTH));
            }
        } while (depth > 0 && (token = parser.nextToken()) != null);
        if (token != JsonToken.END_ARRAY || (count > 0 && !texts.isEmpty())) {
            throw new ProtocolException("data must be an array of numbers or of texts.");
        }
    }

    private void add(double number) {
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * count);
        }
        numbers[count++] = number;
    }

    /**
     * The elements in their binary form.
     *
     * @param base64 whether texts are to be decoded from it
     * @throws ProtocolException when they are not of this type
     */
    ByteBuffer as(DataType type, boolean base64) {
        if ((type == DataType.BYTES ? count : texts.size()) > 0) {
            throw new ProtocolException(
                    "data of datatype %s must be %s.".formatted(type, type == DataType.BYTES ? "texts" : "numbers"));
        }
        if (type == DataType.BYTES) {
            return Tensor.packed(texts.stream().map(text -> bytes(text, base64)).toList());
        }
        ByteBuffer data =
                ByteBuffer.allocate(Math.multiplyExact(count, type.size())).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            put(data, type, numbers[i]);
        }
        return data.flip();
    }

    private static void put(ByteBuffer data, DataType type, double number) {
        switch (type) {
            case FP32 -> data.putFloat((float) number);
            case FP64 -> data.putDouble(number);
            case FP16, BYTES ->
                throw new ProtocolException("data of datatype %s is no JSON: send it as binary data.".formatted(type));
            default -> {
                long whole = whole(number, type);
                switch (type.size()) {
                    case Byte.BYTES -> data.put((byte) whole);
                    case Short.BYTES -> data.putShort((short) whole);
                    case Integer.BYTES -> data.putInt((int) whole);
                    default -> data.putLong(whole);
                }
            }
        }
    }

    private static long whole(double number, DataType type) {
        if (!(number >= type.least() && number <= type.most()) || number != Math.rint(number)) {
            throw new ProtocolException("data of datatype %s has %s: write whole numbers of %d to %d."
                    .formatted(type, number, type.least(), type.most()));
        }
        return (long) number;
    }

    private static byte[] bytes(String text, boolean base64) {
        if (!base64) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("a text in data is not base64, as content_type says: encode the bytes.");
        }
    }
}
