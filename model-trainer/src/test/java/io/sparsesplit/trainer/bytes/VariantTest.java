package io.sparsesplit.trainer.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VariantTest {

    private final List<Variant> first = Variant.all(1, 60);

    @Test
    void aTitleTellsAWayFromAllOthers() {
        assertThat(first).extracting(Variant::title).doesNotHaveDuplicates();
    }

    /** Otherwise one would replace the other in the results. */
    @Test
    void noTwoWaysMakeTheSamePoint() {
        assertThat(first.stream()
                        .flatMap(variant -> variant.measured().stream()
                                .map(codec -> List.of(
                                        variant.label(codec),
                                        variant.budget(),
                                        variant.compression().beta(),
                                        variant.compression().bits()))))
                .doesNotHaveDuplicates();
    }

    @Test
    void otherBudgetsAreLookedAtWithOneSeedAlone() {
        assertThat(first).extracting(Variant::budget).contains(2500, 5000, 16_000);
        assertThat(Variant.all(2, 60)).extracting(Variant::budget).containsOnly(5000);
    }
}
