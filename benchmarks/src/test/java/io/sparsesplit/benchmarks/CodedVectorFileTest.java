package io.sparsesplit.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.benchmarks.CodedVectorFile.Content;
import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.model.codec.FrequencyTable;
import io.sparsesplit.model.codec.Prior;
import io.sparsesplit.model.codec.Quantizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodedVectorFileTest {

    private static final int FEATURES = 40;
    private static final int FIRST_PAYLOAD = 4 + 32 + 8 + 4 + 2;

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenDecodesToTheSameBits() throws IOException {
        Path file = folder.resolve("vectors");
        files(1).write(file, 1000, 7);

        Content content = files(1).check(file);

        assertThat(content.vectors()).isEqualTo(1000);
        assertThat(content.decodedAlike()).isEqualTo(1000);
        assertThat(content.codedAlike()).isEqualTo(1000);
        assertThat(content.allAlike()).isTrue();
        // Fixed for all machines: a format or a draw that changed would change it.
        assertThat(content.payloads()).isEqualTo("f601c289fba183d326b19d5d244e8933e309d7d9b71c8b178bc1dae40c2e62b0");
        assertThat(content.values()).isEqualTo("203eeaa6fa72394114033d2023301f765e7a815ea63eba964c21df365a0ffaf4");
    }

    @Test
    void aBitThatIsTurnedIsFound() throws IOException {
        Path file = folder.resolve("vectors");
        files(1).write(file, 1000, 7);
        byte[] bytes = Files.readAllBytes(file);
        bytes[FIRST_PAYLOAD] ^= 1;
        Files.write(file, bytes);

        Content content = files(1).check(file);

        assertThat(content.decodedAlike()).isEqualTo(999);
        assertThat(content.codedAlike()).isEqualTo(999);
        assertThat(content.asWritten()).isFalse();
        assertThat(content.allAlike()).isFalse();
    }

    @Test
    void filesThatCannotBeCheckedAreRefused() throws IOException {
        Path file = folder.resolve("vectors");
        files(1).write(file, 10, 7);

        assertThatThrownBy(() -> files(2).check(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The vectors in %s are of another model: name the one they were written with.", file);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(() -> files(1).check(file)).hasMessage("%s ends too early: write it again.", file);
        Files.writeString(file, "something else");
        assertThatThrownBy(() -> files(1).check(file))
                .hasMessage("%s holds no coded vectors: make it with 'write'.", file);
    }

    @Test
    void aModelWithoutPriorIsRefused() {
        assertThatThrownBy(() -> new CodedVectorFile(new byte[32], new FeatureCodecs(Codec.FLOAT32, 4, 0, null, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The model has no prior, only the codecs float32: name one trained with --codec entropy.");
    }

    /** Of a model whose classes expect low levels, or high ones. */
    private static CodedVectorFile files(int fingerprint) {
        float[] low = new float[FEATURES];
        float[] high = new float[FEATURES];
        Arrays.fill(low, -0.25f);
        Arrays.fill(high, 3.1f);
        FrequencyTable falling = FrequencyTable.of(new double[] {64, 32, 16, 8, 4, 2, 1, 0});
        FrequencyTable rising = FrequencyTable.of(new double[] {0, 1, 1, 1, 1, 2, 8, 50});
        Prior prior = new Prior(
                FrequencyTable.of(new double[] {3, 1}),
                List.of(Collections.nCopies(FEATURES, falling), Collections.nCopies(FEATURES, rising)));
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fingerprint);
        return new CodedVectorFile(
                bytes, new FeatureCodecs(Codec.ENTROPY, FEATURES, 2, Quantizer.over(low, high, 8), prior));
    }
}
