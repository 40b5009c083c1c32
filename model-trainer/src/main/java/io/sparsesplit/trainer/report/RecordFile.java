package io.sparsesplit.trainer.report;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of results: a JSON array with one object of a kind on each line, so that a difference between two versions reads like
 * a table. Read strictly: every field must be there, and no other.
 *
 * @param <T> the record of an object
 */
public final class RecordFile<T> {

    private static final int MAX_BYTES = 64 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // The same text on every JDK, which Double.toString is not.
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS, MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .changeDefaultNullHandling(
                    nulls -> JsonSetter.Value.forContentNulls(Nulls.FAIL).withValueNulls(Nulls.FAIL))
            .build();

    private final Path file;
    private final Class<T> type;
    private final List<String> identity;

    /** @param identity fields by which a message tells an object from the others */
    RecordFile(Path file, Class<T> type, String... identity) {
        this.file = file;
        this.type = type;
        this.identity = List.of(identity);
    }

    /**
     * The file's objects; none when there is no file.
     *
     * @throws ResultsException when the file is damaged, naming the object
     */
    public List<T> read() {
        JsonNode objects = tree();
        List<T> records = new ArrayList<>(objects.size());
        for (JsonNode object : objects) {
            try {
                requireFields(object);
                records.add(JSON.treeToValue(object, type));
            } catch (JacksonException | IllegalArgumentException e) {
                throw new ResultsException(
                        "%s, object %d%s: %s".formatted(file, records.size() + 1, name(object), sentence(e)), e);
            }
        }
        return records;
    }

    /** Replaces the file, atomically. */
    public void write(List<T> records) {
        replace(
                file,
                records.stream().map(JSON::writeValueAsString).collect(Collectors.joining(",\n", "[\n", "\n]\n")));
    }

    /** Replaces a text file, atomically, and makes the folders to it. */
    static void replace(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path unfinished = file.resolveSibling(file.getFileName() + ".part");
            Files.write(unfinished, text.getBytes(StandardCharsets.UTF_8));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode tree() {
        if (Files.notExists(file)) {
            return JSON.createArrayNode();
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ResultsException(
                        "%s has %d bytes, more than %d".formatted(file, Files.size(file), MAX_BYTES));
            }
            JsonNode tree = JSON.readTree(Files.readAllBytes(file));
            if (!tree.isArray()) {
                throw new ResultsException(file + " is not an array of objects");
            }
            return tree;
        } catch (JacksonException e) {
            throw new ResultsException(
                    "%s is damaged in line %d: %s"
                            .formatted(
                                    file,
                                    e.getLocation() == null
                                            ? 1
                                            : e.getLocation().getLineNr(),
                                    firstLine(e)),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is known of an object that could not be read, for example {@code  (table I, row sparse 2450)}. */
    private String name(JsonNode object) {
        String known = identity.stream()
                .filter(object::has)
                .map(field -> field + " " + object.get(field).asString("?"))
                .collect(Collectors.joining(", "));
        return known.isEmpty() ? "" : " (" + known + ")";
    }

    /** Jackson would refuse them as well, but in its own words. */
    private void requireFields(JsonNode object) {
        List<String> fields = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        for (String name : object.propertyNames()) {
            if (!fields.contains(name)) {
                throw new IllegalArgumentException("there is no field '%s'".formatted(name));
            }
        }
        for (String field : fields) {
            if (!object.has(field)) {
                throw new IllegalArgumentException("field '%s' is missing".formatted(field));
            }
        }
    }

    private static String sentence(RuntimeException e) {
        if (e.getCause() instanceof IllegalArgumentException cause) {
            return String.valueOf(cause.getMessage());
        }
        if (e instanceof DatabindException wrong && !wrong.getPath().isEmpty()) {
            return "field '%s': %s".formatted(wrong.getPath().get(0).getPropertyName(), firstLine(wrong));
        }
        return e instanceof JacksonException json ? firstLine(json) : String.valueOf(e.getMessage());
    }

    private static String firstLine(JacksonException e) {
        return String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
    }
}
