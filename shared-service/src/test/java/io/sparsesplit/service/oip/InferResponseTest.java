package io.sparsesplit.service.oip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Answers, byte for byte, as the protocol's specification and that of its binary extension show them. */
class InferResponseTest {

    private static final Tensor FLOATS =
            Tensor.fp32("output0", List.of(3L, 2L), new float[] {1.0f, 1.1f, 2.0f, 2.1f, 3.0f, 3.1f});

    @Test
    void theExampleInJson() {
        ResponseEntity<byte[]> http = new InferResponse("mymodel", "1", "42", Map.of(FLOATS, false)).toHttp();

        assertThat(http.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_JSON);
        assertThat(http.getHeaders().containsHeader("Inference-Header-Content-Length"))
                .isFalse();
        assertThat(http.getBody()).isEqualTo(Fixture.bytes("response.json"));
    }

    @Test
    void theExampleInBinary() {
        ResponseEntity<byte[]> http = new InferResponse("mymodel", "1", null, Map.of(FLOATS, true)).toHttp();

        assertThat(http.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_OCTET_STREAM);
        assertThat(http.getHeaders().getFirst("Inference-Header-Content-Length"))
                .isEqualTo("144");
        assertThat(http.getBody()).isEqualTo(Fixture.bytes("response.bin"));
    }

    @Test
    void someOutputsInJsonAndSomeInBinary() {
        Map<Tensor, Boolean> outputs = new LinkedHashMap<>();
        outputs.put(Tensor.int64("class", new long[] {7, -1}), false);
        outputs.put(Tensor.texts("label", List.of("seven", "ü")), true);

        ResponseEntity<byte[]> http = new InferResponse("mymodel", "1", "43", outputs).toHttp();

        assertThat(http.getHeaders().getFirst("Inference-Header-Content-Length"))
                .isEqualTo("213");
        assertThat(http.getBody()).isEqualTo(Fixture.bytes("mixed.bin"));
    }

    @Test
    void outputsAreGivenAsWanted() {
        List<Tensor> all = List.of(FLOATS, Tensor.texts("label", List.of("a")));

        assertThat(names(request("").wanted(all))).containsExactly("output0 false", "label false");
        assertThat(names(
                        request("\"parameters\":{\"binary_data_output\":true},").wanted(all)))
                .containsExactly("output0 true", "label true");
        assertThat(names(request("\"parameters\":{\"binary_data_output\":true},\"outputs\":[{\"name\":\"label\","
                                + "\"parameters\":{\"binary_data\":false}},{\"name\":\"output0\"}],")
                        .wanted(all)))
                .containsExactly("label false", "output0 true");
        assertThatThrownBy(() -> request("\"outputs\":[{\"name\":\"x\"}],").wanted(all))
                .hasMessage("there is no output 'x': ask for some of output0, label.");
        assertThatThrownBy(() -> request("\"outputs\":[{\"name\":\"label\",\"parameters\":{\"classification\":3}}],"))
                .hasMessage("parameter classification of an output is 3: only binary_data, true or false, is known.");
    }

    private static InferRequest request(String members) {
        return RequestReader.read(
                ("{" + members + "\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]}]}")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                null);
    }

    private static List<String> names(Map<Tensor, Boolean> outputs) {
        return outputs.entrySet().stream()
                .map(output -> output.getKey().name() + " " + output.getValue())
                .toList();
    }
}
