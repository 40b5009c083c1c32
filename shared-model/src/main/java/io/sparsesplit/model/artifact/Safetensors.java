package io.sparsesplit.model.artifact;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The safetensors format, as far as models use it. Numbers are little-endian.
 *
 * <pre>
 * offset  size  field
 *      0     8  n, length of the header, unsigned
 *      8     n  header: a JSON object in UTF-8, beginning with '{', filled up with blanks to a multiple of 8:
 *               { "name": { "dtype": "F32" | "U16", "shape": [..], "data_offsets": [begin, end] }, .. }
 *    8+n        the tensors; offsets count from here, and tensors lie one behind the other without holes
 * </pre>
 *
 * An entry {@code __metadata__} is allowed and ignored. Tensors are written in the order of their names, so that the same
 * tensors are always the same bytes.
 */
final class Safetensors {

    private static final int ALIGNMENT = 8;
    private static final int MAX_HEADER_BYTES = 1 << 20;
    private static final String METADATA = "__metadata__";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private record Entry(String name, Tensor.Type type, List<Integer> shape, long begin, long end) {}

    private Safetensors() {}

    static byte[] write(Map<String, Tensor> tensors) {
        ObjectNode header = JSON.createObjectNode();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        new TreeMap<>(tensors).forEach((name, tensor) -> {
            ObjectNode entry = header.putObject(name).put("dtype", tensor.type().name());
            tensor.shape().forEach(entry.putArray("shape")::add);
            ByteBuffer bytes = tensor.data();
            entry.putArray("data_offsets").add(data.size()).add(data.size() + bytes.remaining());
            data.write(bytes.array(), bytes.arrayOffset(), bytes.remaining());
        });
        byte[] json = JSON.writeValueAsBytes(header);
        int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer file = ByteBuffer.allocate(Long.BYTES + padded + data.size()).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(padded).put(json);
        while (file.position() < Long.BYTES + padded) {
            file.put((byte) ' ');
        }
        return file.put(data.toByteArray()).array();
    }

    /**
     * The tensors of a file, backed by its bytes.
     *
     * @param name of the file, for messages
     * @throws ArtifactException when the file is not exactly as described above
     */
    static SortedMap<String, Tensor> read(String name, byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < Long.BYTES) {
            throw bad(name, "has %d bytes, too few for the length of its header".formatted(file.length));
        }
        long headerLength = bytes.getLong();
        if (headerLength < 0 || headerLength > MAX_HEADER_BYTES) {
            throw bad(
                    name,
                    "announces a header of %s bytes, more than %d"
                            .formatted(Long.toUnsignedString(headerLength), MAX_HEADER_BYTES));
        }
        if (headerLength > bytes.remaining()) {
            throw bad(
                    name,
                    "is cut short: its header has %d bytes, but %d are left"
                            .formatted(headerLength, bytes.remaining()));
        }
        List<Entry> entries = entries(name, header(name, file, (int) headerLength));
        ByteBuffer data = bytes.position(Long.BYTES + (int) headerLength).slice();
        requireNoHoles(name, entries, data.capacity());
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        for (Entry entry : entries) {
            ByteBuffer values = data.slice((int) entry.begin(), (int) (entry.end() - entry.begin()));
            tensors.put(entry.name(), new Tensor(entry.type(), entry.shape(), values));
        }
        return tensors;
    }

    private static JsonNode header(String name, byte[] file, int length) {
        if (length == 0 || file[Long.BYTES] != '{') {
            throw bad(name, "has a header that does not begin with '{'");
        }
        try {
            return JSON.readTree(new String(file, Long.BYTES, length, StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            throw new ArtifactException(
                    "%s has a header that is not JSON: %s".formatted(name, e.getOriginalMessage()), e);
        }
    }

    private static List<Entry> entries(String name, JsonNode header) {
        List<Entry> entries = new ArrayList<>();
        header.forEachEntry((tensor, node) -> {
            if (!tensor.equals(METADATA)) {
                entries.add(entry(name, tensor, node));
            }
        });
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        return entries;
    }

    private static Entry entry(String name, String tensor, JsonNode node) {
        String dtype = node.path("dtype").asString("");
        Tensor.Type type = Arrays.stream(Tensor.Type.values())
                .filter(known -> known.name().equals(dtype))
                .findFirst()
                .orElseThrow(() ->
                        bad(name, "has tensor %s of type '%s', which models do not use".formatted(tensor, dtype)));
        List<Integer> shape = new ArrayList<>();
        long size = type.bytes();
        for (JsonNode dimension : node.path("shape")) {
            if (!dimension.isIntegralNumber() || !dimension.canConvertToInt() || dimension.intValue() < 0) {
                throw bad(name, "has tensor %s with dimension %s".formatted(tensor, dimension));
            }
            shape.add(dimension.intValue());
            try {
                size = Math.multiplyExact(size, dimension.intValue());
            } catch (ArithmeticException e) {
                throw bad(name, "has tensor %s of more bytes than can be counted".formatted(tensor));
            }
        }
        JsonNode offsets = node.path("data_offsets");
        if (!node.path("shape").isArray()
                || offsets.size() != 2
                || !isOffset(offsets.path(0))
                || !isOffset(offsets.path(1))) {
            throw bad(name, "has tensor %s without shape or offsets".formatted(tensor));
        }
        long begin = offsets.path(0).longValue();
        long end = offsets.path(1).longValue();
        if (begin < 0 || end < begin || end - begin != size) {
            throw bad(name, "has tensor %s of %d bytes at offsets %d to %d".formatted(tensor, size, begin, end));
        }
        return new Entry(tensor, type, shape, begin, end);
    }

    private static boolean isOffset(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong();
    }

    private static void requireNoHoles(String name, List<Entry> entries, int size) {
        long next = 0;
        for (Entry entry : entries) {
            if (entry.begin() != next) {
                throw bad(
                        name,
                        "has %s before tensor %s, at offset %d"
                                .formatted(
                                        entry.begin() > next ? "a hole" : "an overlap", entry.name(), entry.begin()));
            }
            next = entry.end();
        }
        if (next > size) {
            throw bad(name, "is cut short: its tensors have %d bytes, but %d are left".formatted(next, size));
        }
        if (next < size) {
            throw bad(name, "has %d bytes behind its last tensor".formatted(size - next));
        }
    }

    private static ArtifactException bad(String name, String reason) {
        return new ArtifactException(name + " " + reason);
    }
}
