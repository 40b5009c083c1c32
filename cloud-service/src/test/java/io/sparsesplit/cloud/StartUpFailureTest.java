package io.sparsesplit.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.service.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class StartUpFailureTest {

    @TempDir
    private Path repository;

    @Test
    void aDamagedTailIsNamed(CapturedOutput output) throws IOException {
        SmallModel.publish(repository, 1);
        Files.writeString(repository.resolve("small/1.0.0/tail.safetensors"), "damaged");

        assertStopsWith(output, "tail.safetensors", "--sparsesplit.model.name=small");
        assertThat(output).contains("The model cannot be loaded").doesNotContain("\tat ");
    }

    @Test
    void tooManyFramesAreRefused(CapturedOutput output) {
        assertStopsWith(
                output,
                "write a whole number from 1 to 4096, for example 256",
                "--sparsesplit.completion.max-frames=0");
    }

    @Test
    void aBodyThatIsTooLongIsRefused(CapturedOutput output) {
        assertStopsWith(
                output, "write a size from 1KB to 64MB, with its unit", "--sparsesplit.completion.max-body=65MB");
    }

    private void assertStopsWith(CapturedOutput output, String sentence, String argument) {
        assertThatThrownBy(() -> CloudApplication.start(
                        "--server.port=0", "--sparsesplit.model.repository=" + repository, argument)
                .close());
        assertThat(output).contains("APPLICATION FAILED TO START").contains(sentence);
    }
}
