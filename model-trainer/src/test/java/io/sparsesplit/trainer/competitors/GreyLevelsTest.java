package io.sparsesplit.trainer.competitors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GreyLevelsTest {

    @Test
    void levelsAreTheMeansOfWhatIsNearest() {
        byte[][] pictures = {{0, 0, 10, 10}, {(byte) 200, (byte) 220, (byte) 240, (byte) 220}};
        GreyLevels levels = GreyLevels.of(pictures, 2);
        assertThat(levels.levels(pictures[1])).containsExactly(1, 1, 1, 1);
        assertThat(levels.picture(new byte[] {0, 1})).containsExactly(5, (byte) 220);
        // Half-way between them.
        assertThat(levels.levels(new byte[] {112, 113})).containsExactly(0, 1);
    }

    @Test
    void aLevelThatNoPixelIsNearToStays() {
        assertThat(GreyLevels.of(new byte[][] {{0, 0, (byte) 255}}, 4).picture(new byte[] {0, 1, 2, 3}))
                .containsExactly(0, 85, (byte) 170, (byte) 255);
    }
}
