package io.sparsesplit.trainer.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.trainer.Main;
import io.sparsesplit.trainer.data.IdxFolder;
import io.sparsesplit.trainer.report.BytesPoint;
import io.sparsesplit.trainer.report.ExitPoint;
import io.sparsesplit.trainer.train.ToyImages;
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

class SweepCommandTest {

    private static final String PRICED = "3 bits, trained, beta 0.001, 5000 parameters";

    private StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @BeforeEach
    void writeData() throws IOException {
        IdxFolder.write(folder.resolve("data"), ToyImages.bars(360, 28, 10, 1), ToyImages.bars(60, 28, 10, 2));
    }

    @Test
    void aQuickSweepMeasuresBytesAndIsNotMadeTwice() throws IOException {
        assertThat(sweep("--quick")).as(err.toString()).isZero();
        Path file = results().resolve(BytesPoint.FILE);
        assertThat(out.toString())
                .startsWith("2 trainings, 0 of them in %s already%n".formatted(file))
                .endsWith("Wrote %s.%n".formatted(file));
        assertThat(results()).as("no checkpoint is left").isDirectoryContaining(file::equals);
        assertThat(results().toFile().list()).hasSize(1);
        List<BytesPoint> points = BytesPoint.in(results()).read();
        assertThat(points)
                .extracting(BytesPoint::codec)
                .containsExactly(
                        "float32", "float32", "float32", "float32", "entropy", "entropy", "entropy", "entropy");
        assertThat(points).allSatisfy(point -> {
            int images = point.split().equals(ExitPoint.TEST) ? 60 : 30;
            boolean all = point.scope().equals(BytesPoint.ALL);
            double sent = all ? images : images * (1 - point.localExitRate() / 100);
            assertThat((double) point.images()).isCloseTo(sent, within(1e-9));
            assertThat(point.codedBytes()).isGreaterThanOrEqualTo(point.idealBytes() - 1);
            assertThat(point.codedBytes() * point.images()).isCloseTo(point.bytesPerImage() * images, within(1e-6));
            assertThat(point.command()).startsWith("sparsesplit sweep --seed 1 --only '");
        });
        BytesPoint plain = points.get(0);
        assertThat(plain.codedBytes()).isEqualTo(plain.idealBytes()).isEqualTo(1 + 40 * Float.BYTES);
        assertThat(plain.accuracy()).isEqualTo(plain.referenceAccuracy());
        assertThat(points.get(4).codedBytes()).isLessThan(40 * 3 / 8.0);
        assertThat(points.get(4).referenceAccuracy()).isEqualTo(plain.accuracy());

        byte[] first = Files.readAllBytes(file);
        out = new StringWriter();
        assertThat(sweep("--quick")).isZero();
        assertThat(out.toString()).isEqualTo("2 trainings, 2 of them in %s already%n".formatted(file));
        assertThat(file).hasBinaryContent(first);
    }

    /** Alone, and on another number of threads, a way has the same figures. */
    @Test
    void aPointIsMadeAgainByTheCommandThatItRecords() throws IOException {
        assertThat(sweep("--quick", "--threads", "1", "--only", PRICED))
                .as(err.toString())
                .isZero();
        List<BytesPoint> alone = BytesPoint.in(results()).read();
        assertThat(alone)
                .hasSize(4)
                .allSatisfy(point -> assertThat(point.command())
                        .isEqualTo("sparsesplit sweep --seed 1 --only '%s' --quick".formatted(PRICED)));
        Files.delete(results().resolve(BytesPoint.FILE));
        assertThat(sweep("--quick", "--threads", "2")).isZero();
        assertThat(BytesPoint.in(results()).read()).containsAll(alone);
    }

    @Test
    void whatDoesNotExistIsRefused() {
        assertThat(sweep("--quick", "--only", "5 bits")).isEqualTo(1);
        assertThat(err.toString())
                .contains(
                        "there is no way '5 bits'; one is named as in the results, for example '%s'".formatted(PRICED));
        assertThat(sweep("--seeds", "0")).isEqualTo(1);
        assertThat(err.toString()).contains("--seeds must be 1 or more, not 0");
        assertThat(results()).doesNotExist();
    }

    private Path results() {
        return folder.resolve("results");
    }

    private int sweep(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("sweep", "--data", folder.resolve("data").toString()));
        arguments.addAll(List.of("--out", results().toString()));
        arguments.addAll(List.of(more));
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }
}
