package io.sparsesplit.trainer.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.trainer.Main;
import io.sparsesplit.trainer.data.IdxFolder;
import io.sparsesplit.trainer.train.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReproduceCommandTest {

    private StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @BeforeEach
    void writeData() throws IOException {
        IdxFolder.write(folder.resolve("data"), ToyImages.bars(360, 28, 10, 1), ToyImages.bars(60, 28, 10, 2));
    }

    @Test
    void aQuickReproductionMakesAReportAndIsNotMadeTwice() throws IOException {
        int runs = Trials.quick().get(0).size();
        assertThat(reproduce("--quick")).as(err.toString()).isZero();
        assertThat(out.toString())
                .startsWith("%d runs, 0 of them in %s already%n".formatted(runs, results()))
                .endsWith("Wrote %s and %s.%n"
                        .formatted(results().resolve("report.md"), results().resolve("report.html")));
        byte[] first = Files.readAllBytes(results().resolve("reproduce.json"));
        JsonNode json = JsonMapper.shared().readTree(first);
        assertThat(json.size()).isEqualTo(runs);
        assertThat(json).allSatisfy(run -> {
            boolean paper = run.path("recipe").stringValue().equals("paper");
            assertThat(run.path("epochs").intValue()).isEqualTo(1);
            assertThat(run.path("trainImages").intValue()).isEqualTo(paper ? 360 : 330);
            assertThat(run.path("validationImages").intValue()).isEqualTo(paper ? 0 : 30);
            assertThat(run.path("testImages").intValue())
                    .isEqualTo(run.path("table").stringValue().equals("ablation") ? 0 : 60);
            assertThat(run.path("command").stringValue()).endsWith(" --seed 1 --quick");
        });
        assertThat(results().resolve("report.md")).content().contains("sparse 2450");
        assertThat(results().resolve("report.html")).content().startsWith("<!DOCTYPE html>");

        out = new StringWriter();
        assertThat(reproduce("--quick")).isZero();
        assertThat(out.toString()).startsWith("%d runs, %d of them in %s already%n".formatted(runs, runs, results()));
        assertThat(results().resolve("reproduce.json")).hasBinaryContent(first);
    }

    @Test
    void theNumberOfRunsAtOnceDoesNotChangeTheResult() throws IOException {
        assertThat(reproduce("--quick", "--table", "free", "--at-once", "1")).isZero();
        String alone = Files.readString(results().resolve("reproduce.json"));
        Files.delete(results().resolve("reproduce.json"));
        assertThat(reproduce("--quick", "--table", "free,fewest", "--at-once", "3"))
                .isZero();
        // One run a line: those of the table come first, and differ by a comma at most.
        assertThat(Files.readString(results().resolve("reproduce.json")))
                .startsWith(alone.lines().limit(2).collect(Collectors.joining("\n")));
    }

    @Test
    void oneRunIsMadeByTheCommandThatItRecords() throws IOException {
        assertThat(reproduce("--quick", "--table", "free", "--row", "sparse 2450", "--recipe", "best", "--seed", "4"))
                .isZero();
        JsonNode runs =
                JsonMapper.shared().readTree(Files.readAllBytes(results().resolve("reproduce.json")));
        assertThat(runs.size()).isEqualTo(1);
        assertThat(runs.get(0).path("command").stringValue())
                .isEqualTo("sparsesplit reproduce --table free --row 'sparse 2450' --recipe best --seed 4 --quick");
    }

    @Test
    void shardsMergedAreTheWholeReproduction() throws IOException {
        assertThat(reproduce("--quick")).isZero();
        List<String> shards = new ArrayList<>();
        for (int index = 0; index < 3; index++) {
            Path shard = folder.resolve("shard-" + index);
            shards.add(shard.toString());
            out = new StringWriter();
            assertThat(reproduce("--quick", "--shard", index + "/3", "--out", shard.toString()))
                    .as(err.toString())
                    .isZero();
            assertThat(out.toString())
                    .contains("runs, 0 of them in %s already".formatted(shard))
                    .endsWith("Part %d of 3 is complete in %s; 'sparsesplit merge' joins the parts.%n"
                            .formatted(index, shard));
            assertThat(shard.resolve("report.md")).doesNotExist();
        }
        Path merged = folder.resolve("merged");
        out = new StringWriter();

        assertThat(execute(Stream.concat(Stream.of("merge", "--out", merged.toString()), shards.stream())
                        .toList()))
                .as(err.toString())
                .isZero();

        assertThat(out.toString())
                .startsWith(
                        "%d runs in %s%n".formatted(Trials.quick().get(0).size(), merged.resolve("reproduce.json")));
        for (String file : List.of("reproduce.json", "weights.json", "report.md", "report.html")) {
            assertThat(merged.resolve(file))
                    .as(file)
                    .hasSameBinaryContentAs(results().resolve(file));
        }
    }

    @Test
    void aShardGoesOnWhereItWas() {
        assertThat(reproduce("--quick", "--shard", "1/3")).as(err.toString()).isZero();
        out = new StringWriter();
        assertThat(reproduce("--quick", "--shard", "1/3")).isZero();
        assertThat(out.toString()).matches("(?s)(\\d+) runs, \\1 of them in .* already.*");
    }

    @Test
    void shardsThatCannotBeAreRefused() {
        assertThat(reproduce("--shard", "3/3")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "'3/3' is no shard: write INDEX/COUNT with an index from 0 to COUNT - 1 and a count of 1 to 1000,"
                                + " like 0/8");
        assertThat(reproduce("--quick", "--shard", "0/100")).isEqualTo(1);
        assertThat(err.toString())
                .contains("there are only %1$d runs to share out: give --shard a COUNT of %1$d or less"
                        .formatted(Trials.quick().get(0).size()));
        assertThat(results()).doesNotExist();
    }

    @Test
    void whatDoesNotExistIsRefused() {
        assertThat(reproduce("--row", "sparse 2451")).isEqualTo(1);
        assertThat(err.toString()).contains("there is no such run: --table, --row and --recipe leave nothing over");
        assertThat(reproduce("--table", "III")).isEqualTo(2);
        assertThat(err.toString())
                .contains("there is no table 'III'; choose one of I, II, free, fewest, ablation, distillation");
        assertThat(reproduce("--seeds", "0")).isEqualTo(1);
        assertThat(err.toString()).contains("--seeds and --at-once must be 1 or more");
        assertThat(results()).doesNotExist();
    }

    private Path results() {
        return folder.resolve("results");
    }

    private int reproduce(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("reproduce", "--data", folder.resolve("data").toString()));
        if (!List.of(more).contains("--out")) {
            arguments.addAll(List.of("--out", results().toString()));
        }
        arguments.addAll(List.of(more));
        return execute(arguments);
    }

    private int execute(List<String> arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }
}
