package io.sparsesplit.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.benchmarks.FrameDamage.Outcome;
import io.sparsesplit.model.codec.Codec;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameDamageTest {

    @Test
    void everyCodecIsTriedAndNothingIsTaken() {
        List<Outcome> outcomes = new FrameDamage().run(60);

        assertThat(outcomes).extracting(Outcome::codec).containsExactly(Codec.values());
        assertThat(outcomes).allSatisfy(outcome -> {
            assertThat(outcome.frames()).isGreaterThanOrEqualTo(10).isGreaterThan(outcome.bodies());
            assertThat(outcome.flips()).isEqualTo(8 * outcome.truncations());
            assertThat(outcome.bursts()).isGreaterThan(outcome.flips());
            assertThat(outcome.otherModels()).isEqualTo(100L * outcome.bodies());
            assertThat(outcome.taken()).isZero();
        });
    }
}
