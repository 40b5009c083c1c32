package io.sparsesplit.trainer.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.image.ImageDecoder.Limits;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.trainer.Main;
import io.sparsesplit.trainer.data.Png;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplesCommandTest {

    private static final ImageDecoder DECODER = new ImageDecoder(new Preprocessing(28, 28, 784), Limits.DEFAULT);

    @TempDir
    private Path folder;

    @Test
    void drawsTheSamplesOfTheRepository() throws IOException {
        StringWriter out = new StringWriter();
        Path made = folder.resolve("new/samples");
        int exit = Main.commandLine().setOut(new PrintWriter(out)).execute("samples", "--out", made.toString());
        assertThat(exit).isZero();
        assertThat(out).hasToString("10 digits written to %s%n".formatted(made));
        for (int digit = 0; digit < 10; digit++) {
            String name = "digit-%d.png".formatted(digit);
            assertThat(DECODER.decode(Files.readAllBytes(made.resolve(name))))
                    .as(name)
                    .containsExactly(DECODER.decode(Files.readAllBytes(Path.of("../samples", name))));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, -7, 1_000_000_007})
    void digitsLieAsMnistsDo(long seed) {
        for (int digit = 0; digit < 10; digit++) {
            float[] pixels = DECODER.decode(Png.encode(new Handwriting(seed).write(digit)));
            double mass = 0;
            double x = 0;
            double y = 0;
            for (int row = 0; row < 28; row++) {
                for (int column = 0; column < 28; column++) {
                    float pixel = pixels[row * 28 + column];
                    mass += pixel;
                    x += pixel * column;
                    y += pixel * row;
                }
            }
            assertThat(mass).as("ink of %d", digit).isBetween(30.0, 180.0);
            assertThat(x / mass).as("centre of %d", digit).isBetween(13.2, 13.8);
            assertThat(y / mass).as("centre of %d", digit).isBetween(13.2, 13.8);
        }
    }

    @Test
    void anotherSeedIsAnotherHand() {
        assertThat(Png.encode(new Handwriting(1).write(3))).isNotEqualTo(Png.encode(new Handwriting(2).write(3)));
        assertThat(Png.encode(new Handwriting(1).write(3))).isEqualTo(Png.encode(new Handwriting(1).write(3)));
    }
}
