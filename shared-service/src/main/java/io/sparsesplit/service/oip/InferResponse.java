package io.sparsesplit.service.oip;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * An inference response: a JSON object, behind which the data of outputs follows that are wanted as binary data, in the
 * order of the outputs.
 *
 * @param modelName that answered
 * @param modelVersion that answered
 * @param id of the request; null when it had none
 * @param outputs each with whether it is written as binary data
 */
public record InferResponse(
        String modelName, String modelVersion, @Nullable String id, Map<Tensor, Boolean> outputs) {

    private static final JsonFactory JSON = new JsonFactory();

    /** The response with its headers. */
    public ResponseEntity<byte[]> toHttp() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        writeHeader(body);
        if (!outputs.containsValue(true)) {
            return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body.toByteArray());
        }
        int headerLength = body.size();
        outputs.forEach((tensor, binary) -> {
            if (binary) {
                byte[] data = new byte[tensor.data().limit()];
                tensor.data().get(data);
                body.writeBytes(data);
            }
        });
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(RequestReader.HEADER_LENGTH, Integer.toString(headerLength))
                .body(body.toByteArray());
    }

    private void writeHeader(ByteArrayOutputStream body) {
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), body)) {
            json.writeStartObject();
            json.writeStringProperty("model_name", modelName);
            json.writeStringProperty("model_version", modelVersion);
            if (id != null) {
                json.writeStringProperty("id", id);
            }
            json.writeArrayPropertyStart("outputs");
            outputs.forEach((tensor, binary) -> write(json, tensor, binary));
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, Tensor tensor, boolean binary) {
        json.writeStartObject();
        json.writeStringProperty("name", tensor.name());
        json.writeArrayPropertyStart("shape");
        tensor.shape().forEach(json::writeNumber);
        json.writeEndArray();
        json.writeStringProperty("datatype", tensor.type().name());
        if (binary) {
            json.writeObjectPropertyStart("parameters");
            json.writeNumberProperty(
                    RequestReader.BINARY_DATA_SIZE, tensor.data().limit());
            json.writeEndObject();
        } else {
            json.writeArrayPropertyStart("data");
            writeData(json, tensor);
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void writeData(JsonGenerator json, Tensor tensor) {
        switch (tensor.type()) {
            case INT64 -> {
                for (long number : tensor.longs()) {
                    json.writeNumber(number);
                }
            }
            case FP32 -> {
                for (float number : tensor.floats()) {
                    json.writeNumber(number);
                }
            }
            case BYTES -> tensor.strings().forEach(text -> json.writeString(new String(text, StandardCharsets.UTF_8)));
            default -> throw new IllegalArgumentException("no output is of datatype " + tensor.type());
        }
    }
}
