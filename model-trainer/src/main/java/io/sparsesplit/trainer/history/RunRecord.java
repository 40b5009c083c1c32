package io.sparsesplit.trainer.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Holds what a training ran with, as it lies in {@value #NAME}: JSON in UTF-8.
 *
 * @param formatVersion version of the format, {@value #FORMAT_VERSION}
 * @param model name of the model
 * @param version version of the model
 * @param command command that trains the same model again
 * @param settings options of that command by name
 * @param dataSha256 digests of the images of each part, and of each data file, by name
 * @param data number of images of each class in each part; null where it was not counted
 * @param host machine that the training ran on
 * @param started time of the first start, ISO 8601 in UTC
 * @param trackedAs identity of the run at a tracker; null without one
 * @param remarks sentences on what happened, for example that a phase was undone
 */
public record RunRecord(
        int formatVersion,
        String model,
        String version,
        String command,
        Map<String, String> settings,
        Map<String, String> dataSha256,
        @Nullable DataCounts data,
        Host host,
        String started,
        @Nullable String trackedAs,
        List<String> remarks) {

    /** Name of the file in the folder of a model's version. */
    public static final String NAME = "run.json";

    static final int FORMAT_VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /**
     * Returns the record of a run that begins on this machine.
     *
     * @param started time of the start
     */
    public static RunRecord begin(
            String model,
            String version,
            String command,
            Map<String, String> dataSha256,
            @Nullable DataCounts data,
            Instant started) {
        return new RunRecord(
                FORMAT_VERSION,
                model,
                version,
                command,
                CommandSettings.of(command),
                dataSha256,
                data,
                Host.current(),
                started.truncatedTo(ChronoUnit.SECONDS).toString(),
                null,
                List.of());
    }

    /**
     * Reads a record.
     *
     * @throws UncheckedIOException when the file cannot be read
     * @throws IllegalArgumentException when the file is no record of a run
     */
    public static RunRecord read(Path file) {
        try {
            return JSON.readValue(Files.readAllBytes(file), RunRecord.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "%s is not the record of a training: %s".formatted(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read: %s".formatted(file, e), e);
        }
    }

    /** Returns the whole file, in UTF-8. */
    public byte[] bytes() {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    }

    RunRecord with(String remark) {
        List<String> more = new ArrayList<>(remarks);
        more.add(remark);
        return with(started, trackedAs, more);
    }

    RunRecord trackedAs(String run) {
        return with(started, run, remarks);
    }

    /** Returns this run as the continuation of an earlier one. */
    RunRecord continuing(RunRecord earlier) {
        return with(earlier.started, earlier.trackedAs, earlier.remarks);
    }

    private RunRecord with(String time, @Nullable String run, List<String> sentences) {
        return new RunRecord(
                formatVersion, model, version, command, settings, dataSha256, data, host, time, run, sentences);
    }
}
