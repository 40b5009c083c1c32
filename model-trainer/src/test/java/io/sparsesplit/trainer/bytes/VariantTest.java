package io.sparsesplit.trainer.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VariantTest {

    private final List<Variant> all =
            Stream.concat(Variant.all(60).stream(), Variant.once(60).stream()).toList();

    @Test
    void aTitleTellsAWayFromAllOthers() {
        assertThat(all).extracting(Variant::title).doesNotHaveDuplicates();
    }

    /** Otherwise one would replace the other in the results. */
    @Test
    void noTwoWaysMakeTheSamePoint() {
        assertThat(all.stream()
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
        assertThat(Variant.once(60)).extracting(Variant::budget).contains(2500, 5000, 16_000);
        assertThat(Variant.all(60)).extracting(Variant::budget).containsOnly(5000);
    }
}
