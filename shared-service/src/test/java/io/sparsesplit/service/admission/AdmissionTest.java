package io.sparsesplit.service.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    @Test
    void noMoreGetInThanThereArePlaces() {
        Admission admission = new Admission(2);

        assertThat(admission.enter()).isTrue();
        assertThat(admission.enter()).isTrue();
        assertThat(admission.enter()).isFalse();
        assertThat(admission.enter()).isFalse();
        admission.leave();
        assertThat(admission.enter()).isTrue();
        assertThat(admission.enter()).isFalse();
    }

    @Test
    void itIsCrowdedFromThreeQuartersOn() {
        Admission admission = new Admission(8);

        List<Boolean> crowded = IntStream.range(0, 8)
                .mapToObj(i -> admission.enter() && admission.crowded())
                .toList();

        assertThat(crowded).containsExactly(false, false, false, false, false, true, true, true);
    }

    @Test
    void noPlaceIsLostOrGainedAmongManyThreads() {
        Admission admission = new Admission(3);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        IntStream.range(0, 4)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        if (admission.enter()) {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            inside.decrementAndGet();
                            admission.leave();
                        }
                    }
                }))
                .toList()
                .forEach(CompletableFuture::join);

        assertThat(most.get()).isBetween(1, 3);
        assertThat(IntStream.range(0, 4).filter(i -> admission.enter()).count()).isEqualTo(3);
    }
}
