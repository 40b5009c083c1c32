package io.sparsesplit.edge.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenRatioSamplerTest {

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.01, 0.05, 0.1, 0.25, 1 / 3.0, 0.5, 0.9, 0.999})
    void theShareIsKeptToAFewRequestsAtAnyTime(double share) {
        GoldenRatioSampler sampler = new GoldenRatioSampler(share);
        int taken = 0;
        double farthest = 0;
        for (int requests = 1; requests <= 200_000; requests++) {
            taken += sampler.next() ? 1 : 0;
            farthest = Math.max(farthest, Math.abs(taken - share * requests));
        }
        assertThat(farthest).isLessThan(4);
    }

    /** A share of a tenth must not be every tenth image, which may always be the same camera's. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 7, 8, 10, 16, 50, 100})
    void itIsKeptForEachOfSeveralCamerasThatTakeTurns(int cameras) {
        GoldenRatioSampler sampler = new GoldenRatioSampler(0.1);
        int[] taken = new int[cameras];
        for (int request = 0; request < 2000 * cameras; request++) {
            taken[request % cameras] += sampler.next() ? 1 : 0;
        }
        for (int camera : taken) {
            assertThat(camera).isBetween(150, 250);
        }
    }

    @Test
    void theSameRequestsAreTakenEachTime() {
        GoldenRatioSampler one = new GoldenRatioSampler(0.3);
        GoldenRatioSampler other = new GoldenRatioSampler(0.3);
        for (int request = 0; request < 1000; request++) {
            assertThat(one.next()).isEqualTo(other.next());
        }
    }

    @Test
    void allOfThemAreAllOfThem() {
        GoldenRatioSampler sampler = new GoldenRatioSampler(1);
        for (int request = 0; request < 10_000; request++) {
            assertThat(sampler.next()).isTrue();
        }
    }
}
