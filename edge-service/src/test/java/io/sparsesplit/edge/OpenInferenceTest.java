package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.service.Http.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The Open Inference Protocol answers what {@code /infer} answers. */
@ExtendWith(ServicePair.Shared.class)
class OpenInferenceTest {

    private static final String INFER = "/v2/models/small/infer";
    private static final String JSON = "application/json";

    private final ServicePair pair;

    OpenInferenceTest(ServicePair pair) {
        this.pair = pair;
    }

    @Test
    void serverAndModelDescribeThemselves() {
        assertThat(pair.http.get("/v2").text())
                .isEqualTo(
                        "{\"name\":\"sparsesplit-edge\",\"version\":\"1\",\"extensions\":[\"binary_tensor_data\",\"model_repository\"]}");
        assertThat(pair.http.get("/v2/health/live").text()).isEqualTo("{\"live\":true}");
        assertThat(pair.http.get("/v2/health/ready").text()).isEqualTo("{\"live\":true,\"ready\":true}");
        for (String model : List.of("/v2/models/small", "/v2/models/small/versions/3.1.0")) {
            assertThat(pair.http.get(model + "/ready").text()).isEqualTo("{\"name\":\"small\",\"ready\":true}");
            assertThat(pair.http.get(model).text())
                    .isEqualTo(
                            "{\"name\":\"small\",\"versions\":[\"3.1.0\"],\"platform\":\"sparsesplit\","
                                    + "\"inputs\":[{\"name\":\"image\",\"datatype\":\"BYTES\",\"shape\":[-1]}],"
                                    + "\"outputs\":[{\"name\":\"probabilities\",\"datatype\":\"FP32\",\"shape\":[-1,10]},"
                                    + "{\"name\":\"label\",\"datatype\":\"BYTES\",\"shape\":[-1]},"
                                    + "{\"name\":\"class\",\"datatype\":\"INT64\",\"shape\":[-1]},"
                                    + "{\"name\":\"confidence\",\"datatype\":\"FP32\",\"shape\":[-1]},"
                                    + "{\"name\":\"exit\",\"datatype\":\"BYTES\",\"shape\":[-1]}],"
                                    + "\"parameters\":{\"labels\":[\"0\",\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"]}}");
        }
    }

    @Test
    void imagesInJsonAreAnsweredAsByInferWhateverThePolicy() {
        for (String policy : List.of("auto", "split", "local-only")) {
            List<JsonNode> singles = IntStream.range(0, 6)
                    .mapToObj(i ->
                            pair.infer(Pictures.png(i), "?policy=" + policy).json())
                    .toList();

            Reply reply = pair.http.post(
                    INFER,
                    JSON,
                    utf8(
                            "{\"id\":\"42\",\"parameters\":{\"policy\":\"%s\"},\"inputs\":[{\"name\":\"image\",\"shape\":[6],\"datatype\":\"BYTES\",\"parameters\":{\"content_type\":\"base64\"},\"data\":[%s]}],\"outputs\":[{\"name\":\"exit\"},{\"name\":\"class\"},{\"name\":\"probabilities\"}]}"
                                    .formatted(
                                            policy,
                                            IntStream.range(0, 6)
                                                    .mapToObj(i -> "\""
                                                            + Base64.getEncoder()
                                                                    .encodeToString(Pictures.png(i)) + "\"")
                                                    .collect(Collectors.joining(",")))));

            assertThat(reply.text())
                    .isEqualTo("{\"model_name\":\"small\",\"model_version\":\"3.1.0\",\"id\":\"42\",\"outputs\":["
                            + "{\"name\":\"exit\",\"shape\":[6],\"datatype\":\"BYTES\",\"data\":[%s]},"
                                    .formatted(singles.stream()
                                            .map(single ->
                                                    "\"" + single.path("exit").asString() + "\"")
                                            .collect(Collectors.joining(",")))
                            + "{\"name\":\"class\",\"shape\":[6],\"datatype\":\"INT64\",\"data\":[%s]},"
                                    .formatted(singles.stream()
                                            .map(single ->
                                                    single.path("classIndex").toString())
                                            .collect(Collectors.joining(",")))
                            + "{\"name\":\"probabilities\",\"shape\":[6,10],\"datatype\":\"FP32\",\"data\":[%s]}]}"
                                    .formatted(singles.stream()
                                            .flatMap(single ->
                                                    single.path("probabilities").valueStream())
                                            .map(JsonNode::toString)
                                            .collect(Collectors.joining(","))));
        }
    }

    @Test
    void imagesInBinaryAreAnsweredInBinary() {
        byte[] image = Pictures.png(4);
        JsonNode single = pair.infer(image, "?policy=local-only").json();
        ByteBuffer data = ByteBuffer.allocate(4 + image.length).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(image.length).put(image);

        Reply reply = binary(
                "{\"parameters\":{\"binary_data_output\":true,\"policy\":\"local-only\"},\"inputs\":[{\"name\":\"image\",\"shape\":[1,1],\"datatype\":\"BYTES\",\"parameters\":{\"binary_data_size\":%d}}],\"outputs\":[{\"name\":\"probabilities\"},{\"name\":\"label\"}]}"
                        .formatted(data.capacity()),
                data.array());

        String header = "{\"model_name\":\"small\",\"model_version\":\"3.1.0\",\"outputs\":["
                + "{\"name\":\"probabilities\",\"shape\":[1,10],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":40}},"
                + "{\"name\":\"label\",\"shape\":[1],\"datatype\":\"BYTES\",\"parameters\":{\"binary_data_size\":5}}]}";
        ByteBuffer expected = ByteBuffer.allocate(header.length() + 45).order(ByteOrder.LITTLE_ENDIAN);
        expected.put(utf8(header));
        single.path("probabilities").forEach(probability -> expected.putFloat(probability.floatValue()));
        expected.putInt(1).put(utf8(single.path("label").asString()));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.contentType()).isEqualTo("application/octet-stream");
        assertThat(reply.response().headers().firstValue("Inference-Header-Content-Length"))
                .hasValue(Integer.toString(header.length()));
        assertThat(reply.bytes()).isEqualTo(expected.array());
    }

    @Test
    void picturesOfTheModelsOwnSizeNeedNoDecoding() {
        byte[] pictures = new byte[3 * 784];
        new Random(1).nextBytes(pictures);
        List<Integer> expected = IntStream.range(0, 3)
                .mapToObj(i -> pair.head
                        .head()
                        .decide(
                                pair.head
                                        .manifest()
                                        .preprocessing()
                                        .input(Arrays.copyOfRange(pictures, i * 784, (i + 1) * 784)),
                                OptionalDouble.of(0))
                        .exitScore()
                        .classification()
                        .classIndex())
                .toList();
        List<String> shares = new ArrayList<>();
        ByteBuffer floats = ByteBuffer.allocate(4 * pictures.length).order(ByteOrder.LITTLE_ENDIAN);
        for (byte sample : pictures) {
            shares.add(Float.toString(Byte.toUnsignedInt(sample) / 255f));
            floats.putFloat(Byte.toUnsignedInt(sample) / 255f);
        }
        String json =
                "{\"parameters\":{\"policy\":\"local-only\"},\"inputs\":[{\"name\":\"image\",\"shape\":%s,\"datatype\":\"%s\",%s}],\"outputs\":[{\"name\":\"class\"}]}";

        List<Reply> replies = List.of(
                binary(json.formatted("[3,28,28]", "UINT8", "\"parameters\":{\"binary_data_size\":2352}"), pictures),
                binary(json.formatted("[3,784]", "FP32", "\"parameters\":{\"binary_data_size\":9408}"), floats.array()),
                pair.http.post(
                        INFER,
                        "",
                        utf8(json.formatted("[3,28,28]", "FP32", "\"data\":[" + String.join(",", shares) + "]"))));

        for (Reply reply : replies) {
            assertThat(reply.text())
                    .isEqualTo(
                            "{\"model_name\":\"small\",\"model_version\":\"3.1.0\",\"outputs\":[{\"name\":\"class\",\"shape\":[3],\"datatype\":\"INT64\",\"data\":%s}]}"
                                    .formatted(expected.toString().replace(" ", "")));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1,27,28] | UINT8 | shape [1, 27, 28] does not fit datatype UINT8: write [1, 28, 28] or [1, 784].",
                "[0] | BYTES | shape [0] asks for 0 images: send 1 to 256, their number first in the shape.",
                "[257] | BYTES | shape [257] asks for 257 images: send 1 to 256, their number first in the shape.",
                "[1] | INT64 | datatype INT64 is no image: send BYTES, UINT8 or FP32."
            })
    void aTensorThatIsNoImageIsRefused(String shape, String type, String sentence) {
        int elements = Arrays.stream(shape.substring(1, shape.length() - 1).split(","))
                .mapToInt(Integer::parseInt)
                .reduce(1, (a, b) -> a * b);
        int bytes = elements * (type.equals("BYTES") ? 4 : type.equals("INT64") ? 8 : 1);

        assertRefused(
                binary(
                        "{\"inputs\":[{\"name\":\"image\",\"shape\":%s,\"datatype\":\"%s\",\"parameters\":{\"binary_data_size\":%d}}]}"
                                .formatted(shape, type, bytes),
                        new byte[bytes]),
                400,
                sentence);
    }

    @Test
    void errorsAreTheProtocols() {
        String image = Base64.getEncoder().encodeToString(Pictures.flat());
        String input =
                "{\"inputs\":[{\"name\":\"%s\",\"shape\":[1],\"datatype\":\"BYTES\",\"parameters\":{\"content_type\":\"base64\"},\"data\":[\"%s\"]}],\"parameters\":{%s}}";

        assertRefused(pair.http.post(INFER, JSON, utf8("{")), 400, null);
        assertRefused(
                pair.http.post(INFER, JSON, utf8(input.formatted("pixels", image, ""))),
                400,
                "the one input is 'image', but [pixels] came.");
        assertRefused(
                pair.http.post(INFER, JSON, utf8(input.formatted("image", image, ""))),
                422,
                "All pixels of the image are equally bright: there is nothing to classify.");
        assertRefused(
                pair.http.post(INFER, JSON, utf8(input.formatted("image", image, "\"minConfidence\":2"))),
                400,
                "minConfidence is 2.0: write a number from 0 to 1, for example 0.9.");
        assertRefused(
                pair.http.post(INFER, JSON, new byte[0]),
                400,
                "The body is empty: send one, for example with curl --data-binary @FILE.");
        assertRefused(
                pair.http.post(INFER, JSON, new byte[5_000_000]),
                413,
                "The body has more than the 4194304 bytes allowed: send a smaller one.");
        assertRefused(
                pair.http.get("/v2/models/other"),
                404,
                "Model other 3.1.0 is not loaded: small 3.1.0 is. Ask for that, or leave model and version out.");
        assertThat(pair.http.get("/v2/models/small/versions/1.0.0/ready").status())
                .isEqualTo(404);
    }

    private Reply binary(String json, byte[] data) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(utf8(json));
        int header = body.size();
        body.writeBytes(data);
        return pair.http.post(
                INFER,
                "application/octet-stream",
                body.toByteArray(),
                "Inference-Header-Content-Length",
                Integer.toString(header));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void assertRefused(Reply reply, int status, @Nullable String sentence) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.contentType()).isEqualTo("application/json");
        assertThat(reply.json().propertyNames()).containsExactly("error");
        if (sentence != null) {
            assertThat(reply.json().path("error").asString()).isEqualTo(sentence);
        }
    }
}
