package io.sparsesplit.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.trainer.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeCommandTest {

    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @BeforeEach
    void writeResults() {
        SampleResults.write(folder.resolve("a"));
        SampleResults.write(folder.resolve("b"));
    }

    @Test
    void whatIsInSeveralFoldersCountsOnce() throws IOException {
        List<Run> runs = Runs.read(folder.resolve("a")).all();
        Runs.read(folder.resolve("b")).replace(runs.subList(0, 3));

        assertThat(merge("a", "b")).as(err.toString()).isZero();

        assertThat(Runs.read(folder.resolve("out")).all()).isEqualTo(runs);
        assertThat(folder.resolve("out/report.md")).isNotEmptyFile();
    }

    @Test
    void whatIsThereAlreadyStays() {
        List<Run> runs = Runs.read(folder.resolve("a")).all();
        Runs.read(folder.resolve("a")).replace(runs.subList(0, 10));
        Runs.read(folder.resolve("out")).replace(runs.subList(10, runs.size()));

        assertThat(merge("a")).as(err.toString()).isZero();

        assertThat(Runs.read(folder.resolve("out")).all()).isEqualTo(runs);
    }

    @Test
    void foldersThatContradictEachOtherAreRefused() throws IOException {
        Path file = folder.resolve("b").resolve(Runs.FILE);
        List<Run> sorted = Runs.read(folder.resolve("a")).all();
        Runs.read(folder.resolve("b")).replace(sorted);
        Run first = sorted.get(0);
        Files.writeString(file, Files.readString(file).replaceFirst("\"command\":\"", "\"command\":\"nice "));

        assertThat(merge("a", "b")).isEqualTo(1);

        assertThat(err.toString())
                .contains("%s and %s do not agree on table %s, row %s, recipe %s, seed %d: delete it in one of them"
                        .formatted(
                                folder.resolve("a"),
                                folder.resolve("b"),
                                first.table(),
                                first.row(),
                                first.recipe(),
                                first.seed()));
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void aFolderWithoutRunsIsRefused() {
        assertThat(merge("a", "c")).isEqualTo(1);
        assertThat(err.toString())
                .contains("%s has no runs: 'sparsesplit reproduce --shard INDEX/COUNT --out %s' makes them"
                        .formatted(folder.resolve("c").resolve(Runs.FILE), folder.resolve("c")));
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private int merge(String... folders) {
        List<String> arguments =
                new ArrayList<>(List.of("merge", "--out", folder.resolve("out").toString()));
        for (String name : folders) {
            arguments.add(folder.resolve(name).toString());
        }
        return Main.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }
}
