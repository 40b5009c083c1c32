package io.sparsesplit.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.service.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class StartUpFailureTest {

    @TempDir
    private Path repository;

    @BeforeEach
    void publish() {
        SmallModel.publish(repository, 1);
    }

    @Test
    void aDamagedTailIsNamed(CapturedOutput output) throws IOException {
        Files.writeString(repository.resolve("small/3.1.0/tail.safetensors"), "damaged");

        assertStopsWith(output, "tail.safetensors");
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

    private void assertStopsWith(CapturedOutput output, String sentence, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--server.port=0",
                "--sparsesplit.model.repository=" + repository,
                "--sparsesplit.model.name=" + SmallModel.NAME));
        all.addAll(List.of(arguments));
        assertThatThrownBy(
                () -> CloudApplication.start(all.toArray(String[]::new)).close());
        assertThat(output).contains("APPLICATION FAILED TO START").contains(sentence);
    }
}
