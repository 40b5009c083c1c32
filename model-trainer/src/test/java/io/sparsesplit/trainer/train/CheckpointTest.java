package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.pattern.PatternFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

    private static final int EPOCHS = 4;

    @TempDir
    private Path folder;

    private final Inputs inputs = new Inputs(ToyImages.bars(120, 8, 5, 7), new Preprocessing(8, 8, 64));

    @Test
    void aResumedTrainingEndsExactlyAsOneThatWasNeverInterrupted() throws IOException {
        Checkpoint checkpoint = checkpoint("a training");
        try (Trainer uninterrupted = trainer(1);
                Trainer interrupted = trainer(1);
                Trainer resumed = trainer(1)) {
            run(uninterrupted, 0, EPOCHS);
            run(interrupted, 0, 2);
            checkpoint.write(state(interrupted), 2);
            assertThat(checkpoint.read(state(resumed))).isEqualTo(2);
            run(resumed, 2, EPOCHS);
            assertThat(weights(resumed)).isDeepEqualTo(weights(uninterrupted));
        }
    }

    @Test
    void aCheckpointOfAnotherTrainingIsRefused() throws IOException {
        try (Trainer trainer = trainer(1)) {
            checkpoint("train --seed 1").write(state(trainer), 1);
            assertThatThrownBy(() -> checkpoint("train --seed 2").read(state(trainer)))
                    .hasMessageEndingWith("is of another training; it was made with: train --seed 1");
        }
    }

    @Test
    void aFlippedBitIsNoticedAndNothingIsLoaded() throws IOException {
        Checkpoint checkpoint = checkpoint("a training");
        try (Trainer written = trainer(1);
                Trainer reader = trainer(2)) {
            checkpoint.write(state(written), 1);
            byte[] bytes = Files.readAllBytes(file());
            bytes[bytes.length / 2] ^= 4;
            Files.write(file(), bytes);
            float[][] before =
                    Arrays.stream(weights(reader)).map(float[]::clone).toArray(float[][]::new);
            assertThatThrownBy(() -> checkpoint.read(state(reader)))
                    .hasMessageEndingWith("is damaged or cut short: its checksum does not fit");
            assertThat(weights(reader)).isDeepEqualTo(before);
        }
    }

    /** With one phase more, the training would be thought to be further than it is. */
    @Test
    void aFlippedBitIsNoticedBeforeItIsKnownWhereToGoOn() throws IOException {
        Checkpoint checkpoint = checkpoint("a training");
        try (Trainer trainer = trainer(1)) {
            checkpoint.write(state(trainer), 1);
            assertThat(checkpoint.outcomes()).isEmpty();
            byte[] bytes = Files.readAllBytes(file());
            int phasesDone = Long.BYTES + Short.BYTES + "a training".length();
            bytes[phasesDone + 3] ^= 1;
            Files.write(file(), bytes);
            assertThatThrownBy(checkpoint::outcomes)
                    .hasMessageEndingWith("is damaged or cut short: its checksum does not fit");
        }
    }

    @Test
    void aFileCutShortIsRefused() throws IOException {
        Checkpoint checkpoint = checkpoint("a training");
        try (Trainer trainer = trainer(1)) {
            checkpoint.write(state(trainer), 1);
            byte[] bytes = Files.readAllBytes(file());
            Files.write(file(), Arrays.copyOf(bytes, 100));
            assertThatThrownBy(() -> checkpoint.read(state(trainer)))
                    .hasMessageEndingWith("is damaged or cut short: its checksum does not fit");
            Files.write(file(), Arrays.copyOf(bytes, 12));
            assertThatThrownBy(() -> checkpoint.read(state(trainer))).hasMessageEndingWith("is cut short");
        }
    }

    @Test
    void anyOtherFileIsRefused() throws IOException {
        Files.writeString(file(), "this is no checkpoint");
        try (Trainer trainer = trainer(1)) {
            assertThatThrownBy(() -> checkpoint("a training").read(state(trainer)))
                    .hasMessageEndingWith("is not a checkpoint");
        }
    }

    @Test
    void nothingIsLeftBesideTheFile() throws IOException {
        try (Trainer trainer = trainer(1)) {
            checkpoint("a training").write(state(trainer), 1);
            checkpoint("a training").write(state(trainer), 2);
        }
        assertThat(folder).isDirectoryContaining(file()::equals);
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void theBestStateAndTheOutcomesOfEarlierPhasesComeBack() throws IOException {
        Validation validation = new Validation(9, 7, 8, 0.4, 0.3, 21, 0.5, 0.01);
        PhaseOutcome outcome = new PhaseOutcome("joint", 4, 3, validation, false, true);
        try (Trainer written = trainer(1);
                Trainer reader = trainer(2)) {
            PhaseState state = new PhaseState(
                    written, new BestState(written.network()), new BestState(written.network()), List.of(outcome));
            state.best().offer(1, validation);
            checkpoint("a training").write(state, 1);
            PhaseState read = state(reader);
            checkpoint("a training").read(read);
            assertThat(checkpoint("a training").outcomes()).containsExactly(outcome);
            assertThat(read.best().epoch()).isEqualTo(1);
            assertThat(read.best().validation()).isEqualTo(validation);
            assertThat(read.best().least()).isEqualTo(0.5);
            assertThat(read.best().limit()).isEqualTo(0.51);
            assertThat(read.best().numbers().toArray(float[][]::new))
                    .isDeepEqualTo(state.best().numbers().toArray(float[][]::new));
        }
    }

    private static PhaseState state(Trainer trainer) {
        return new PhaseState(trainer, new BestState(trainer.network()), new BestState(trainer.network()), List.of());
    }

    private Path file() {
        return folder.resolve("x.checkpoint");
    }

    private Checkpoint checkpoint(String description) {
        return new Checkpoint(file(), description);
    }

    private Trainer trainer(long seed) {
        TrainableNetwork network = new TrainableNetwork(
                Topology.of(List.of(64, 32, 5), List.of(4, 5), List.of(PatternFamily.CYCLIC), 1, List.of(1)),
                inputs.preprocessing(),
                ToyTraining.of(EPOCHS, 50, 0.01, 0.01, 0.3, seed, 2));
        return new Trainer(network, ToyTraining.of(EPOCHS, 50, 0.01, 0.01, 0.3, 11, 2), inputs);
    }

    private static void run(Trainer trainer, int from, int to) {
        for (int epoch = from; epoch < to; epoch++) {
            trainer.epoch(epoch, images -> {});
        }
    }

    private static float[][] weights(Trainer trainer) {
        return trainer.network().all().stream().map(TrainableLayer::weights).toArray(float[][]::new);
    }
}
