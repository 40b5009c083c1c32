package io.sparsesplit.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {

    @Test
    void deviationIsThatOfASample() {
        Sample sample = Sample.of(List.of(97.0, 98.0, 99.5));
        assertThat(sample.mean()).isCloseTo(98.1667, within(1e-4));
        assertThat(sample.deviation()).isCloseTo(Math.sqrt((1.36111 + 0.02778 + 1.77778) / 2), within(1e-4));
        assertThat(sample.worst()).isEqualTo(97.0);
        assertThat(sample).hasToString("98.17 ± 1.26");
    }

    @Test
    void aSingleRunHasNoDeviation() {
        assertThat(Sample.of(List.of(97.47))).hasToString("97.47").returns(1, Sample::runs);
    }

    @Test
    void ofCostsTheWorstIsTheLargest() {
        assertThat(Sample.ofCosts(List.of(8.9, 9.3, 9.1)).worst()).isEqualTo(9.3);
        assertThat(Sample.ofCosts(List.of(8.9, 9.3, 9.1))).hasToString("9.10 ± 0.20");
        assertThat(Sample.of(List.of(-0.1, -0.3)).asDifference()).isEqualTo("−0.20 ± 0.14");
    }

    @Test
    void differencesBearTheirSign() {
        assertThat(Notation.difference(3.536)).isEqualTo("+3.54");
        assertThat(Notation.difference(-0.1)).isEqualTo("−0.10");
        assertThat(Notation.difference(-0.004)).isEqualTo("0.00");
    }
}
