package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.pattern.PatternFamily;
import io.sparsesplit.trainer.train.ResumeDecision.Question;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeDecisionTest {

    private static final String COMMAND =
            "sparsesplit train --name a b --epochs 40 --lr 0.03 --no-exit-class --seed 1 on Split[rule=all, skipped=0]";

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void withoutACheckpointTheTrainingBegins() {
        assertThat(decide(COMMAND, false, Question.YES)).isEqualTo(ResumeDecision.BEGIN);
        assertThat(decide(COMMAND, true, Question.YES)).isEqualTo(ResumeDecision.BEGIN);
    }

    @Test
    void theSameCommandGoesOnByItself() throws IOException {
        write(COMMAND);
        assertThat(decide(COMMAND, false, Question.YES)).isEqualTo(ResumeDecision.RESUME);
    }

    @Test
    void restartDiscardsWhateverThereIs() throws IOException {
        write("sparsesplit train --seed 7");
        assertThat(decide(COMMAND, true, Question.YES)).isEqualTo(ResumeDecision.DISCARD);
        Files.writeString(file(), "damaged");
        assertThat(decide(COMMAND, true, Question.YES)).isEqualTo(ResumeDecision.DISCARD);
    }

    @Test
    void otherOptionsAreNamedWithBothValues() throws IOException {
        write(COMMAND.replace("--epochs 40", "--epochs 20 --dense").replace(" --no-exit-class", ""));
        assertThatThrownBy(() -> decide(COMMAND, false, Question.YES))
                .hasMessage(
                        file() + " is of a training that had not ended, and --epochs was 20 and is 40 now, --dense was"
                                + " given and is not given now, --no-exit-class was not given and is given now. Give it the same"
                                + " options again, or begin anew with --restart.");
    }

    @Test
    void otherImagesAreSaidToBeOthers() throws IOException {
        write(COMMAND.replace("skipped=0", "skipped=3"));
        assertThatThrownBy(() -> decide(COMMAND, false, Question.YES))
                .hasMessage(file() + " is of a training that had not ended, and its images were others, or divided in"
                        + " another way. Give it the same --data again, or begin anew with --restart.");
    }

    @Test
    void aDamagedCheckpointSaysHowToBeginAnew() throws IOException {
        write(COMMAND);
        byte[] bytes = Files.readAllBytes(file());
        bytes[20] ^= 1;
        Files.write(file(), bytes);
        assertThatThrownBy(() -> decide(COMMAND, false, Question.YES))
                .hasMessage(file() + " is damaged or cut short: its checksum does not fit: begin anew with --restart");
    }

    @Test
    void aUserIsAskedWithTheEpochThatWouldBeNext() throws IOException {
        write(COMMAND);
        assertThat(decide(COMMAND, false, question("\n"))).isEqualTo(ResumeDecision.RESUME);
        assertThat(err).hasToString("Go on after epoch 12 of 40? [Y/n; n begins anew] ");
        assertThat(decide(COMMAND, false, question("Y\n"))).isEqualTo(ResumeDecision.RESUME);
        assertThat(decide(COMMAND, false, question("what?\nno\n"))).isEqualTo(ResumeDecision.DISCARD);
        assertThat(decide(COMMAND, false, question(""))).isEqualTo(ResumeDecision.RESUME);
    }

    @Test
    void whereNobodyCanBeAskedItGoesOnAndSaysSo() throws IOException {
        write(COMMAND);
        assertThat(decide(COMMAND, false, question("n\n").whereSomebodyCanAnswer()))
                .isEqualTo(ResumeDecision.RESUME);
        assertThat(err).hasToString("Going on after epoch 12 of 40; --restart begins anew.%n".formatted());
    }

    private TerminalQuestion question(String answer) {
        return new TerminalQuestion(
                new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)), new PrintWriter(err), 40);
    }

    private ResumeDecision decide(String command, boolean restart, Question question) {
        return ResumeDecision.of(new Checkpoint(file(), command), restart, question);
    }

    private void write(String command) throws IOException {
        Inputs inputs = new Inputs(ToyImages.bars(20, 8, 5, 7), new Preprocessing(8, 8, 64));
        Hyperparameters brief = ToyTraining.of(2, 10, 0.01, 0.01, 0.3, 1, 1);
        TrainableNetwork network = new TrainableNetwork(
                Topology.of(List.of(64, 32, 5), List.of(4, 5), List.of(PatternFamily.CYCLIC), 1, List.of(1)),
                inputs.preprocessing(),
                brief);
        try (Trainer trainer = new Trainer(network, brief, inputs)) {
            PhaseOutcome earlier = new PhaseOutcome("joint", 10, 9, Validation.NONE, false, true);
            new Checkpoint(file(), command)
                    .write(
                            new PhaseState(trainer, new BestState(network), new BestState(network), List.of(earlier)),
                            2);
        }
    }

    private Path file() {
        return folder.resolve("x.checkpoint");
    }
}
