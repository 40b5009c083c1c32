package io.sparsesplit.trainer.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Holds the option {@code --json} of the commands that print figures; a picocli mixin. */
public final class JsonOption {

    @Option(
            names = "--json",
            paramLabel = "FILE",
            defaultValue = Option.NULL_VALUE,
            description = "Write the figures there as well.")
    private @Nullable Path file;

    /**
     * Writes figures into the file that was named, as indented JSON in UTF-8; does nothing when none was named.
     *
     * @param figures maker of the figures by name
     * @throws IOException when the file cannot be written
     */
    public void write(Supplier<Map<String, Object>> figures) throws IOException {
        if (file != null) {
            Files.write(
                    file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(figures.get()));
        }
    }
}
