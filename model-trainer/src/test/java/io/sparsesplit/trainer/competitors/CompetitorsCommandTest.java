package io.sparsesplit.trainer.competitors;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.trainer.Main;
import io.sparsesplit.trainer.data.IdxFolder;
import io.sparsesplit.trainer.report.BytesPoint;
import io.sparsesplit.trainer.report.ExitPoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompetitorsCommandTest {

    private StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void everyCompetitorIsMeasuredOnce() throws IOException {
        IdxFolder.write(folder.resolve("data"), DrawnDigits.of(40, 1), DrawnDigits.of(5, 1000));
        assertThat(competitors("--hidden", "20", "--epochs", "10"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).startsWith("8 results, 0 of them in %s already%n".formatted(results()));

        List<BytesPoint> points = BytesPoint.in(results()).read();
        assertThat(points)
                .filteredOn(point -> point.split().equals(ExitPoint.VALIDATION))
                .extracting(BytesPoint::codec)
                .containsExactly(names());
        List<BytesPoint> test = points.stream()
                .filter(point -> point.split().equals(ExitPoint.TEST))
                .toList();
        assertThat(test).extracting(BytesPoint::codec).containsExactly(names());
        BytesPoint png = test.get(0);
        assertThat(png.model()).isEqualTo("784,20,10");
        assertThat(png.accuracy()).isGreaterThan(90);
        assertThat(test).allSatisfy(point -> {
            assertThat(point.images()).isEqualTo(50);
            assertThat(point.scope()).isEqualTo(BytesPoint.ALL);
            assertThat(point.referenceAccuracy()).isEqualTo(png.accuracy());
            assertThat(point.accuracy()).isGreaterThan(50);
            assertThat(point.codedBytes()).isBetween(1.0, 1000.0).isEqualTo(point.bytesPerImage());
            assertThat(point.command()).isEqualTo("sparsesplit competitors --seed 1 --hidden 20 --epochs 10");
        });
        assertThat(test.get(1).accuracy()).isEqualTo(png.accuracy());
        assertThat(test.get(3).model()).isEqualTo("196,20,10");

        byte[] first = Files.readAllBytes(results().resolve(BytesPoint.FILE));
        out = new StringWriter();
        assertThat(competitors("--hidden", "20", "--epochs", "10")).isZero();
        assertThat(out.toString()).isEqualTo("8 results, 8 of them in %s already%n".formatted(results()));
        assertThat(results().resolve(BytesPoint.FILE)).hasBinaryContent(first);
    }

    @Test
    void quickRunsAreMarkedAsSuch() throws IOException {
        IdxFolder.write(folder.resolve("data"), DrawnDigits.of(8, 1), DrawnDigits.of(2, 1000));
        assertThat(competitors("--quick")).as(err.toString()).isZero();

        assertThat(BytesPoint.in(results()).read())
                .hasSize(16)
                .allSatisfy(point -> assertThat(point.command())
                        .isEqualTo("sparsesplit competitors --seed 1 --hidden 16 --epochs 1 --quick"));
    }

    @Test
    void numbersBelowOneAreRefused() {
        assertThat(competitors("--epochs", "0")).isEqualTo(1);
        assertThat(err.toString()).contains("--seeds, --hidden and --epochs must be 1 or more");
        assertThat(results()).doesNotExist();
    }

    private static String[] names() {
        return Arrays.stream(Competitor.values()).map(Competitor::toString).toArray(String[]::new);
    }

    private Path results() {
        return folder.resolve("results");
    }

    private int competitors(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("competitors", "--data", folder.resolve("data").toString()));
        arguments.addAll(List.of("--out", results().toString()));
        arguments.addAll(List.of(more));
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }
}
