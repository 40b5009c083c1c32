package io.sparsesplit.model.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {

    private static final Map<String, Tensor> TENSORS = Map.of(
            "b.weight", Tensor.ofFloats(List.of(2, 3), new float[] {1, 2, 3, 4, 5, -0f}),
            "a.source", Tensor.ofUnsignedShorts(List.of(3), new int[] {0, 258, 65535}),
            "empty", Tensor.ofFloats(List.of(0, 4), new float[0]));

    @Test
    void whatIsWrittenIsReadBack() {
        Map<String, Tensor> read = Safetensors.read("file", Safetensors.write(TENSORS));

        assertThat(read).containsOnlyKeys("a.source", "b.weight", "empty");
        assertThat(read.get("b.weight")).satisfies(tensor -> {
            assertThat(tensor.type()).isEqualTo(Tensor.Type.F32);
            assertThat(tensor.shape()).containsExactly(2, 3);
            assertThat(tensor.floats()).containsExactly(1, 2, 3, 4, 5, -0f);
        });
        assertThat(read.get("a.source")).satisfies(tensor -> {
            assertThat(tensor.type()).isEqualTo(Tensor.Type.U16);
            assertThat(tensor.unsignedShorts()).containsExactly(0, 258, 65535);
        });
        assertThat(read.get("empty")).satisfies(tensor -> {
            assertThat(tensor.shape()).containsExactly(0, 4);
            assertThat(tensor.floats()).isEmpty();
        });
    }

    /** A second decoder, that knows nothing of the first: regular expressions over the header. */
    @Test
    void anIndependentParserReadsWhatIsWritten() {
        ByteBuffer file = ByteBuffer.wrap(Safetensors.write(TENSORS)).order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = Math.toIntExact(file.getLong());
        byte[] header = new byte[headerLength];
        file.get(header);
        String json = new String(header, StandardCharsets.UTF_8);
        Matcher entry = Pattern.compile(
                        "\"([a-z.]+)\":\\{\"dtype\":\"(F32|U16)\",\"shape\":\\[([0-9,]+)\\],\"data_offsets\":\\[(\\d+),(\\d+)\\]\\}")
                .matcher(json);

        assertThat(headerLength % 8).isZero();
        assertThat(json.strip()).startsWith("{").endsWith("}");
        assertThat(entry.find()).isTrue();
        assertThat(entry.group(1)).isEqualTo("a.source");
        int start = file.position() + Integer.parseInt(entry.group(4));
        assertThat(file.getShort(start + 2)).isEqualTo((short) 258);
        assertThat(file.getShort(start + 4)).isEqualTo((short) 65535);
        assertThat(entry.find()).isTrue();
        assertThat(entry.group(1)).isEqualTo("b.weight");
        assertThat(entry.group(3)).isEqualTo("2,3");
        start = file.position() + Integer.parseInt(entry.group(4));
        for (int i = 0; i < 5; i++) {
            assertThat(file.getFloat(start + 4 * i)).isEqualTo(i + 1);
        }
        assertThat(entry.find()).isTrue();
        assertThat(entry.group(4)).isEqualTo(entry.group(5)).isEqualTo("30");
        assertThat(entry.find()).isFalse();
        assertThat(file.remaining()).isEqualTo(30);
    }

    @Test
    void theOrderOfTheMapDoesNotMatter() {
        Map<String, Tensor> reversed = new TreeMap<>(Comparator.reverseOrder());
        reversed.putAll(TENSORS);

        assertThat(Safetensors.write(reversed)).isEqualTo(Safetensors.write(TENSORS));
    }

    @Test
    void tensorsMayLieInAnyOrderAndMetadataIsIgnored() {
        byte[] file = file("""
                {"__metadata__":{"format":"pt"},
                 "z":{"dtype":"U16","shape":[1],"data_offsets":[0,2]},
                 "a":{"dtype":"U16","shape":[],"data_offsets":[2,4]}}""", new byte[] {1, 0, 2, 0});

        assertThat(Safetensors.read("file", file))
                .hasEntrySatisfying("z", z -> assertThat(z.unsignedShorts()).containsExactly(1))
                .hasEntrySatisfying("a", a -> assertThat(a.unsignedShorts()).containsExactly(2));
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] file = Safetensors.write(TENSORS);
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> Safetensors.read("file", cut))
                    .isInstanceOf(ArtifactException.class)
                    .hasMessageStartingWith("file ");
        }
    }

    @Test
    void aFileCutShortInEachOfItsPartsIsRefused() {
        byte[] file = Safetensors.write(TENSORS);
        int header = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();

        assertRefused(new byte[0], "file has 0 bytes, too few for the length of its header");
        assertRefused(Arrays.copyOf(file, 7), "file has 7 bytes, too few for the length of its header");
        assertRefused(
                Arrays.copyOf(file, header),
                "file is cut short: its header has %d bytes, but %d are left".formatted(header, header - 8));
        assertRefused(
                Arrays.copyOf(file, file.length - 1), "file is cut short: its tensors have 30 bytes, but 29 are left");
    }

    @ParameterizedTest
    @CsvSource({"-1, 18446744073709551615", "1048577, 1048577", "9223372036854775807, 9223372036854775807"})
    void anImpossibleHeaderLengthIsRefused(long length, String printed) {
        byte[] file = ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();

        assertRefused(file, "file announces a header of %s bytes, more than 1048576".formatted(printed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " {}", "[]", "null", "\ufeff{}"})
    void aHeaderThatIsNoObjectIsRefused(String header) {
        assertRefused(file(header, new byte[0]), "file has a header that does not begin with '{'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{]", "{}{}", "{\"a\":}", "{} x", "{\"a\":{\"b\":{}}", "{\"a\":NaN}"})
    void aHeaderThatIsNotJsonIsRefused(String header) {
        assertThatThrownBy(() -> Safetensors.read("file", file(header, new byte[0])))
                .isInstanceOf(ArtifactException.class)
                .hasMessageStartingWith("file has a header that is not JSON: ");
    }

    @Test
    void aHeaderNestedVeryDeeplyIsRefused() {
        String deep = "{\"a\":" + "[".repeat(400_000);

        assertThatThrownBy(() -> Safetensors.read("file", file(deep, new byte[0])))
                .isInstanceOf(ArtifactException.class)
                .hasMessageStartingWith("file has a header that is not JSON: ");
    }

    @Test
    void duplicateKeysAreRefused() {
        String entry = "\"a\":{\"dtype\":\"U16\",\"shape\":[1],\"data_offsets\":[0,2]}";

        assertThatThrownBy(() -> Safetensors.read("file", file("{" + entry + "," + entry + "}", new byte[2])))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("not JSON")
                .hasMessageContaining("Duplicate")
                .hasMessageContaining("\"a\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"F64", "f32", "BOOL", "", "F32 "})
    void anotherTypeIsRefused(String type) {
        assertRefused(
                single(type, "[1]", "[0,4]", 4),
                "file has tensor a of type '%s', which models do not use".formatted(type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.0", "1.5", "2147483648", "1e3", "\"1\"", "null", "[1]", "99999999999999999999"})
    void aDimensionThatIsNoneIsRefused(String dimension) {
        assertThatThrownBy(() -> Safetensors.read("file", single("F32", "[" + dimension + "]", "[0,4]", 4)))
                .isInstanceOf(ArtifactException.class)
                .hasMessageStartingWith("file has tensor a with dimension ");
    }

    @Test
    void aProductOfDimensionsThatOverflowsIsRefused() {
        assertRefused(
                single("F32", "[2147483647,2147483647,4]", "[0,4]", 4),
                "file has tensor a of more bytes than can be counted");
        // 2^62 values of 4 bytes would be 0 bytes modulo 2^64.
        assertRefused(
                single("F32", "[1073741824,1073741824,4]", "[0,0]", 0),
                "file has tensor a of more bytes than can be counted");
    }

    @Test
    void aHugeTensorIsRefusedByItsOffsets() {
        assertRefused(
                single("F32", "[2147483647]", "[0,4]", 4), "file has tensor a of 8589934588 bytes at offsets 0 to 4");
        assertRefused(
                single("F32", "[2147483647]", "[0,8589934588]", 4),
                "file is cut short: its tensors have 8589934588 bytes, but 4 are left");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [0,8]                  | of 4 bytes at offsets 0 to 8
            [4,0]                  | of 4 bytes at offsets 4 to 0
            [-4,0]                 | of 4 bytes at offsets -4 to 0
            [9223372036854775807,-9223372036854775805] | of 4 bytes at offsets 9223372036854775807 to -9223372036854775805
            [0]                    | without shape or offsets
            [0,4,8]                | without shape or offsets
            [0,4.5]                | without shape or offsets
            [0,9223372036854775808] | without shape or offsets
            {"0":0}                | without shape or offsets
            {"0":0,"1":4}          | without shape or offsets
            null                   | without shape or offsets
            """)
    void offsetsThatDoNotFitAreRefused(String offsets, String message) {
        assertRefused(single("F32", "[1]", offsets, 4), "file has tensor a " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "4", "\"4\""})
    void aShapeThatIsNoneIsRefused(String shape) {
        assertRefused(single("F32", shape, "[0,4]", 4), "file has tensor a without shape or offsets");
    }

    @Test
    void anEntryThatIsNoObjectIsRefused() {
        assertRefused(file("{\"a\":[]}", new byte[0]), "file has tensor a of type '', which models do not use");
    }

    @Test
    void overlapsHolesAndTrailingBytesAreRefused() {
        assertRefused(two("[0,4]", "[2,6]", 6), "file has an overlap before tensor b, at offset 2");
        assertRefused(two("[0,4]", "[0,4]", 4), "file has an overlap before tensor b, at offset 0");
        assertRefused(two("[0,4]", "[6,10]", 10), "file has a hole before tensor b, at offset 6");
        assertRefused(two("[2,6]", "[6,10]", 10), "file has a hole before tensor a, at offset 2");
        assertRefused(two("[0,4]", "[4,8]", 9), "file has 1 bytes behind its last tensor");
        assertRefused(file("{}", new byte[5]), "file has 5 bytes behind its last tensor");
    }

    @Test
    void randomDamageIsRefusedOrReadAsTensors() {
        byte[] file = Safetensors.write(TENSORS);
        Random random = new Random(8);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = file.clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                Safetensors.read("file", damaged);
            } catch (ArtifactException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(5_000, 20_000);
    }

    private static void assertRefused(byte[] file, String message) {
        assertThatThrownBy(() -> Safetensors.read("file", file))
                .isInstanceOf(ArtifactException.class)
                .hasMessage(message);
    }

    private static byte[] single(String type, String shape, String offsets, int dataBytes) {
        return file(
                "{\"a\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}".formatted(type, shape, offsets),
                new byte[dataBytes]);
    }

    private static byte[] two(String a, String b, int dataBytes) {
        return file("""
                {"a":{"dtype":"F32","shape":[1],"data_offsets":%s},"b":{"dtype":"F32","shape":[1],"data_offsets":%s}}""".formatted(a, b), new byte[dataBytes]);
    }

    private static byte[] file(String header, byte[] data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(data)
                .array();
    }
}
