package io.sparsesplit.service.oip;

import io.sparsesplit.service.oip.InferRequest.RequestedOutput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads an inference request: a JSON object, behind which the data of inputs may follow that have a parameter
 * {@code binary_data_size}, in the order of the inputs. Token by token, into arrays of no more than what the body has bytes.
 */
public final class RequestReader {

    /** Says where the JSON object ends and binary data begins. */
    public static final String HEADER_LENGTH = "Inference-Header-Content-Length";

    static final String BINARY_DATA_SIZE = "binary_data_size";
    static final String BINARY_DATA = "binary_data";

    private static final int MAX_TENSORS = 64;
    private static final int MAX_PARAMETERS = 64;
    private static final int MAX_DIMENSIONS = 8;
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser parser;
    private final ByteBuffer binary;
    private @Nullable String id;
    private Map<String, Object> parameters = Map.of();
    private final List<Tensor> inputs = new ArrayList<>();
    private final List<RequestedOutput> outputs = new ArrayList<>();

    private RequestReader(JsonParser parser, ByteBuffer binary) {
        this.parser = parser;
        this.binary = binary;
    }

    /**
     * The request in a body.
     *
     * @param headerLength the header {@value #HEADER_LENGTH}; null when there is none, and all is JSON
     * @throws ProtocolException when there is none that can be read
     */
    public static InferRequest read(byte[] body, @Nullable String headerLength) {
        int length = headerLength == null ? body.length : length(headerLength, body.length);
        ByteBuffer binary = ByteBuffer.wrap(body, length, body.length - length);
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body, 0, length)) {
            RequestReader reader = new RequestReader(parser, binary);
            reader.request();
            if (binary.hasRemaining()) {
                throw new ProtocolException(
                        "%d bytes follow behind the data of all inputs: binary_data_size says how many there are."
                                .formatted(binary.remaining()));
            }
            return new InferRequest(
                    reader.id, reader.parameters, List.copyOf(reader.inputs), List.copyOf(reader.outputs));
        } catch (JacksonException e) {
            throw new ProtocolException("the JSON object cannot be read: %s".formatted(e.getOriginalMessage()));
        }
    }

    private static int length(String text, int bodyLength) {
        try {
            int length = Integer.parseInt(text);
            if (length >= 1 && length <= bodyLength) {
                return length;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new ProtocolException("%s is %s: write the length of the JSON object, 1 to the %d bytes of the body."
                .formatted(HEADER_LENGTH, text, bodyLength));
    }

    private void request() {
        object("the request", field -> {
            switch (field) {
                case "id" -> id = text("id");
                case "parameters" -> parameters = parameters();
                case "inputs" -> array("inputs", this::input);
                case "outputs" -> array("outputs", this::output);
                default -> parser.skipChildren();
            }
        });
        if (parser.nextToken() != null) {
            throw new ProtocolException("something follows behind the JSON object: send one alone.");
        }
        if (inputs.isEmpty()) {
            throw new ProtocolException("there are no inputs: send one.");
        }
    }

    private void input() {
        if (inputs.size() == MAX_TENSORS) {
            throw new ProtocolException("there are more than %d inputs: send fewer.".formatted(MAX_TENSORS));
        }
        Input input = new Input();
        object("an input", field -> {
            switch (field) {
                case "name" -> input.name = text("name");
                case "datatype" -> input.type = DataType.of(text("datatype"));
                case "shape" -> input.shape = shape();
                case "parameters" -> input.parameters = parameters();
                case "data" -> input.data = new JsonData(parser);
                default -> parser.skipChildren();
            }
        });
        inputs.add(input.tensor(binary));
    }

    private void output() {
        if (outputs.size() == MAX_TENSORS) {
            throw new ProtocolException("there are more than %d outputs: ask for fewer.".formatted(MAX_TENSORS));
        }
        String[] name = new String[1];
        List<Boolean> binaryData = new ArrayList<>(1);
        object("an output", field -> {
            switch (field) {
                case "name" -> name[0] = text("name");
                case "parameters" ->
                    parameters().forEach((parameter, value) -> {
                        if (!parameter.equals(BINARY_DATA) || !(value instanceof Boolean wanted)) {
                            throw new ProtocolException(
                                    "parameter %s of an output is %s: only binary_data, true or false, is known."
                                            .formatted(parameter, value));
                        }
                        binaryData.add(wanted);
                    });
                default -> parser.skipChildren();
            }
        });
        outputs.add(new RequestedOutput(
                required(name[0], "an output", "name"), binaryData.isEmpty() ? null : binaryData.get(0)));
    }

    private List<Long> shape() {
        List<Long> shape = new ArrayList<>();
        array("shape", () -> {
            if (shape.size() == MAX_DIMENSIONS || parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                throw new ProtocolException(
                        "shape has at most %d dimensions, each a whole number.".formatted(MAX_DIMENSIONS));
            }
            shape.add(parser.getLongValue());
        });
        return shape;
    }

    private Map<String, Object> parameters() {
        Map<String, Object> read = new LinkedHashMap<>();
        object("parameters", name -> {
            Object value = switch (parser.currentToken()) {
                case VALUE_STRING -> parser.getString();
                case VALUE_NUMBER_INT -> parser.getLongValue();
                case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
                case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
                default ->
                    throw new ProtocolException(
                            "parameter %s must be a text, a number, true or false.".formatted(name));
            };
            if (read.size() == MAX_PARAMETERS) {
                throw new ProtocolException("there are more than %d parameters: send fewer.".formatted(MAX_PARAMETERS));
            }
            read.put(name, value);
        });
        return read;
    }

    private interface Member {
        void read(String name);
    }

    private void object(String what, Member member) {
        JsonToken token = parser.currentToken() == null ? parser.nextToken() : parser.currentToken();
        if (token != JsonToken.START_OBJECT) {
            throw new ProtocolException("%s must be a JSON object.".formatted(what));
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            member.read(name);
        }
    }

    private void array(String what, Runnable element) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new ProtocolException("%s must be a JSON array.".formatted(what));
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            element.run();
        }
    }

    private String text(String what) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new ProtocolException("%s must be a text.".formatted(what));
        }
        return parser.getString();
    }

    private static <T> T required(@Nullable T value, String of, String what) {
        if (value == null) {
            throw new ProtocolException("%s has no %s: write one.".formatted(of, what));
        }
        return value;
    }

    /** An input whose members come in any order. */
    private static final class Input {

        private @Nullable String name;
        private @Nullable DataType type;
        private @Nullable List<Long> shape;
        private Map<String, Object> parameters = Map.of();
        private @Nullable JsonData data;

        Tensor tensor(ByteBuffer binary) {
            String known = required(name, "an input", "name");
            DataType known2 = required(type, "input '" + known + "'", "datatype");
            List<Long> known3 = required(shape, "input '" + known + "'", "shape");
            Object size = parameters.get(BINARY_DATA_SIZE);
            if (size == null) {
                JsonData elements = required(data, "input '" + known + "'", "data");
                boolean base64 = "base64".equals(parameters.get("content_type"));
                return new Tensor(known, known2, known3, elements.as(known2, base64));
            }
            if (data != null) {
                throw new ProtocolException(
                        "input '%s' has data and binary_data_size: leave one out.".formatted(known));
            }
            if (!(size instanceof Long bytes) || bytes < 0 || bytes > binary.remaining()) {
                throw new ProtocolException(
                        "binary_data_size of input '%s' is %s, but %d bytes are left behind the JSON object; header %s says where it ends."
                                .formatted(known, size, binary.remaining(), HEADER_LENGTH));
            }
            ByteBuffer own = binary.slice(binary.position(), bytes.intValue());
            binary.position(binary.position() + bytes.intValue());
            return new Tensor(known, known2, known3, own);
        }
    }
}
