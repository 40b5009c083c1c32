package io.sparsesplit.service.oip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.service.oip.InferRequest.RequestedOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests as the protocol's specification and that of its binary extension show them. */
class RequestReaderTest {

    @Test
    void theExampleInJsonIsRead() {
        InferRequest request = RequestReader.read(Fixture.bytes("request.json"), null);

        assertThat(request.id()).isEqualTo("42");
        assertThat(request.outputs()).containsExactly(new RequestedOutput("output0", null));
        assertInputs(request);
    }

    @Test
    void theExampleInBinaryIsReadAlike() {
        InferRequest request = RequestReader.read(Fixture.bytes("request.bin"), "494");

        assertThat(request.id()).isNull();
        assertThat(request.outputs()).containsExactly(new RequestedOutput("output0", true));
        assertInputs(request);
    }

    private static void assertInputs(InferRequest request) {
        Tensor numbers = request.inputs().get(0);
        assertThat(numbers.name()).isEqualTo("input0");
        assertThat(numbers.type()).isEqualTo(DataType.UINT32);
        assertThat(numbers.shape()).containsExactly(2L, 2L);
        assertThat(numbers.bytes()).containsExactly(1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0);
        Tensor flags = request.inputs().get(1);
        assertThat(flags.type()).isEqualTo(DataType.BOOL);
        assertThat(flags.bytes()).containsExactly(1, 0, 1);
    }

    @Test
    void elementsOfBytesHaveTheirLengthBeforeThem() {
        InferRequest request = RequestReader.read(Fixture.bytes("strings.bin"), "97");

        assertThat(request.inputs().get(0).strings())
                .containsExactly("abc".getBytes(StandardCharsets.US_ASCII), new byte[] {0, -1});
        assertThat(request.outputs()).isEmpty();
    }

    @Test
    void membersComeInAnyOrderAndArraysInArraysAreRowMajor() {
        InferRequest request = read("""
                {"outputs":[],"inputs":[{"data":[[1.5,2],[3,4e0]],"unknown":{"a":[1]},"shape":[2,2],
                "datatype":"FP32","name":"x"}],"parameters":{"policy":"split","n":2,"f":0.5,"b":true}}""");

        assertThat(request.inputs().get(0).floats()).containsExactly(1.5f, 2, 3, 4);
        assertThat(request.parameters()).isEqualTo(Map.of("policy", "split", "n", 2L, "f", 0.5, "b", true));
        assertThat(request.text("policy")).isEqualTo("split");
        assertThat(request.number("n")).isEqualTo(2L);
        assertThatThrownBy(() -> request.number("policy")).hasMessage("parameter policy is split: write a number.");
    }

    @Test
    void textsAreBase64OnlyWhenTheySaySo() {
        String input = "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"BYTES\",%s\"data\":[\"YWJj\"]}]}";

        assertThat(read(input.formatted("")).inputs().get(0).strings())
                .containsExactly("YWJj".getBytes(StandardCharsets.US_ASCII));
        assertThat(read(input.formatted("\"parameters\":{\"content_type\":\"base64\"},"))
                        .inputs()
                        .get(0)
                        .strings())
                .containsExactly("abc".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aMillionNumbersAreRead() {
        String numbers = "0,".repeat(999_999) + "255";

        Tensor tensor = read("{\"inputs\":[{\"name\":\"x\",\"shape\":[1000000],\"datatype\":\"UINT8\",\"data\":[%s]}]}"
                        .formatted(numbers))
                .inputs()
                .get(0);

        assertThat(tensor.bytes()).hasSize(1_000_000).endsWith((byte) 255);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | the request must be a JSON object.",
                "{} | there are no inputs: send one.",
                "{\"inputs\":3} | inputs must be a JSON array.",
                "{\"inputs\":[3]} | an input must be a JSON object.",
                "{\"inputs\":[{}]} | an input has no name: write one.",
                "{\"inputs\":[{\"name\":\"x\"}]} | input 'x' has no datatype: write one.",
                "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP8\"}]} | datatype FP8 is none of the protocol: send BYTES, UINT8 or FP32.",
                "{\"id\":4} | id must be a text.",
                "{\"parameters\":{\"a\":[1]}} | parameter a must be a text, a number, true or false.",
            })
    void whatIsNoRequestIsRefused(String json, String sentence) {
        assertRefused(json.getBytes(StandardCharsets.UTF_8), null, sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "UINT8 | [2] | [1] | tensor 'x' of shape [2] has 2 elements, but its data has 1 bytes, which are 1.",
                "UINT8 | [1] | [256] | data of datatype UINT8 has 256.0: write whole numbers of 0 to 255.",
                "UINT8 | [1] | [0.5] | data of datatype UINT8 has 0.5: write whole numbers of 0 to 255.",
                "INT8 | [1] | [-129] | data of datatype INT8 has -129.0: write whole numbers of -128 to 127.",
                "FP16 | [1] | [1] | data of datatype FP16 is no JSON: send it as binary data.",
                "FP32 | [1] | [\"1\"] | data of datatype FP32 must be numbers.",
                "BYTES | [1] | [1] | data of datatype BYTES must be texts.",
                "FP32 | [1] | 7 | data must be an array of numbers or of texts.",
                "FP32 | [1] | [[[[[[[[[1]]]]]]]]] | data has arrays in more than 8 arrays.",
                "FP32 | [-1] | [1] | tensor 'x' has shape [-1]: write sizes of 0 or more, of which there are no more than 2147483647 elements.",
                "FP32 | [4294967296,4294967296] | [1] | tensor 'x' has shape [4294967296, 4294967296]: write sizes of 0 or more, of which there are no more than 2147483647 elements.",
                "FP32 | [1,1,1,1,1,1,1,1,1] | [1] | shape has at most 8 dimensions, each a whole number."
            })
    void dataThatDoesNotFitIsRefused(String type, String shape, String data, String sentence) {
        assertRefused(
                "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"%s\",\"shape\":%s,\"data\":%s}]}"
                        .formatted(type, shape, data)
                        .getBytes(StandardCharsets.UTF_8),
                null,
                sentence);
    }

    @Test
    void binaryDataThatIsNotThereIsRefused() {
        byte[] example = Fixture.bytes("request.bin");

        assertRefused(
                Arrays.copyOf(example, example.length - 1),
                "494",
                "binary_data_size of input 'input1' is 3, but 2 bytes are left behind the JSON object; header"
                        + " Inference-Header-Content-Length says where it ends.");
        assertRefused(
                Arrays.copyOf(example, example.length + 1),
                "494",
                "1 bytes follow behind the data of all inputs: binary_data_size says how many there are.");
        assertRefused(
                Arrays.copyOf(example, 494),
                null,
                "binary_data_size of input 'input0' is 16, but 0 bytes are left behind the JSON object; header"
                        + " Inference-Header-Content-Length says where it ends.");
        for (String length : List.of("0", "-1", "514", "many", "99999999999")) {
            assertRefused(
                    example,
                    length,
                    "Inference-Header-Content-Length is %s: write the length of the JSON object, 1 to the 513 bytes of the body."
                            .formatted(length));
        }
    }

    @Test
    void anElementLongerThanItsDataIsRefused() {
        byte[] strings = Fixture.bytes("strings.bin");
        strings[97] = 10;

        assertRefused(
                strings,
                "97",
                "element 0 of tensor 'image', at byte 0 of its data, reaches beyond its end: put the length of each"
                        + " element before it, as 4 bytes, little-endian.");
        strings[100] = (byte) 0x80;
        assertThatThrownBy(() -> RequestReader.read(strings, "97")).isInstanceOf(ProtocolException.class);
    }

    @Test
    void everyCutAndEveryTurnedBitIsReadOrRefused() {
        byte[] example = Fixture.bytes("request.bin");
        for (int bit = 0; bit < example.length * Byte.SIZE; bit++) {
            byte[] damaged = example.clone();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            try {
                assertThat(RequestReader.read(damaged, "494").inputs()).isNotEmpty();
            } catch (ProtocolException expected) {
                assertThat(expected.getMessage()).isNotEmpty();
            }
        }
        for (int length = 1; length < example.length; length++) {
            byte[] cut = Arrays.copyOf(example, length);
            assertThatThrownBy(() -> RequestReader.read(cut, Integer.toString(Math.min(cut.length, 494))))
                    .isInstanceOf(ProtocolException.class);
        }
    }

    private static InferRequest read(String json) {
        return RequestReader.read(json.getBytes(StandardCharsets.UTF_8), null);
    }

    private static void assertRefused(byte[] body, @Nullable String headerLength, String sentence) {
        assertThatThrownBy(() -> RequestReader.read(body, headerLength))
                .isInstanceOf(ProtocolException.class)
                .hasMessage(sentence);
    }
}
