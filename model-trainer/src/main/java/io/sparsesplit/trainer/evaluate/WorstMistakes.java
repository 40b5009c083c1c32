package io.sparsesplit.trainer.evaluate;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the wrong answers that were given with most confidence, at most so many. */
final class WorstMistakes {

    /** The least bad first: lower confidence, then later image. */
    private static final Comparator<Mistake> LEAST_FIRST = Comparator.comparingDouble(Mistake::confidence)
            .thenComparing(Comparator.comparingInt(Mistake::image).reversed());

    private final int most;
    private final PriorityQueue<Mistake> worst = new PriorityQueue<>(LEAST_FIRST);

    /**
     * Makes a list without mistakes.
     *
     * @param most number of mistakes to keep, at least 1
     */
    WorstMistakes(int most) {
        this.most = most;
    }

    void add(Mistake mistake) {
        worst.add(mistake);
        if (worst.size() > most) {
            worst.poll();
        }
    }

    /** Returns the mistakes that were kept, the most confident first, equals in the order of the images. */
    List<Mistake> inOrder() {
        return worst.stream().sorted(LEAST_FIRST.reversed()).toList();
    }
}
