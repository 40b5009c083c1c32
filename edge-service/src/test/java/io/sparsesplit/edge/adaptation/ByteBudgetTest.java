package io.sparsesplit.edge.adaptation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.decision.Decision.Budget;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {

    private static final long LIMIT = 10_000;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // runs over soon, as nanoTime may
    private final ByteBudget budget = new ByteBudget(LIMIT, now::get);

    @Test
    void whatACallMayTakeIsSetAsideUntilItHasEnded() {
        assertThat(budget.reserve(6_000).allows()).isTrue();
        assertThat(budget.reserve(6_000)).isEqualTo(new Budget(LIMIT, 6_000, 6_000));
        assertThat(budget.reserve(6_000).allows()).isFalse();

        budget.settle(6_000, 500);

        assertThat(budget.spent()).isEqualTo(500);
        assertThat(budget.reserve(6_000).allows()).isTrue();
    }

    @Test
    void bytesComeBackAfterAMinuteAndNotBefore() {
        spend(LIMIT);
        pass(TimeUnit.SECONDS.toNanos(60));
        assertThat(budget.reserve(1).allows()).isFalse();

        pass(TimeUnit.SECONDS.toNanos(1));
        assertThat(budget.reserve(LIMIT).allows()).isTrue();
    }

    @Test
    void aLongRestIsNoMoreThanAMinute() {
        spend(LIMIT);
        pass(TimeUnit.HOURS.toNanos(5));

        assertThat(budget.spent()).isZero();
        spend(LIMIT);
        assertThat(budget.reserve(1).allows()).isFalse();
    }

    /** Whatever calls cost and whenever they come and end, also several under way. */
    @Test
    void noMinuteTakesMoreThanTheLimit() {
        Random random = new Random(1);
        Deque<long[]> took = new ArrayDeque<>();
        Deque<long[]> underWay = new ArrayDeque<>();
        long time = 0;
        long most = 0;
        long inMinute = 0;
        for (int i = 0; i < 20_000; i++) {
            long step = (long) (random.nextDouble() * 2e9);
            time += step;
            pass(step);
            if (random.nextBoolean()) {
                int wanted = 100 + random.nextInt(900);
                if (budget.reserve(wanted).allows()) {
                    underWay.add(new long[] {wanted, random.nextInt(wanted + 1)});
                }
            } else if (!underWay.isEmpty()) {
                long[] call = underWay.remove();
                budget.settle(call[0], call[1]);
                took.add(new long[] {time, call[1]});
                inMinute += call[1];
            }
            while (!took.isEmpty() && took.peek()[0] <= time - 60_000_000_000L) {
                inMinute -= took.remove()[1];
            }
            most = Math.max(most, inMinute);
        }
        assertThat(most).isBetween(LIMIT * 8 / 10, LIMIT);
    }

    private void spend(long bytes) {
        budget.reserve(bytes);
        budget.settle(bytes, bytes);
    }

    private void pass(long nanos) {
        now.addAndGet(nanos);
    }
}
