package io.sparsesplit.trainer.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class McNemarTest {

    @Test
    void discordantImagesAreTossesOfACoin() {
        assertThat(McNemar.pValue(1, 6)).isCloseTo(2 * (1 + 7) / 128.0, within(1e-12));
        assertThat(McNemar.pValue(6, 1)).isEqualTo(McNemar.pValue(1, 6));
    }

    @Test
    void equalCountsSayNothing() {
        assertThat(McNemar.pValue(0, 0)).isOne();
        assertThat(McNemar.pValue(4, 4)).isOne();
    }
}
