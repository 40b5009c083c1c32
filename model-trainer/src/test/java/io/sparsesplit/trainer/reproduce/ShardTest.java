package io.sparsesplit.trainer.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardTest {

    private record Piece(Trial trial, long seed) {
        long weight() {
            return (long) trial.hyperparameters(seed).epochs() * trial.shape().parameters();
        }
    }

    /** A whole reproduction with five seeds. */
    private static final List<Piece> WORK = Trials.groups().stream()
            .flatMap(group -> LongStream.rangeClosed(1, 5)
                    .boxed()
                    .flatMap(seed -> group.stream().map(trial -> new Piece(trial, seed))))
            .toList();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 13, 50})
    void partsAreTheWholeAndTakeAboutAsLongAsEachOther(int count) {
        List<Piece> together = new ArrayList<>();
        List<Long> loads = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            List<Piece> part = new Shard(index, count).of(WORK, Piece::weight);
            assertThat(part).isSubsetOf(WORK).isSortedAccordingTo((a, b) -> WORK.indexOf(a) - WORK.indexOf(b));
            together.addAll(part);
            loads.add(part.stream().mapToLong(Piece::weight).sum());
        }
        assertThat(together).containsExactlyInAnyOrderElementsOf(WORK);
        long mean = loads.stream().mapToLong(load -> load).sum() / count;
        assertThat(loads).allSatisfy(load -> assertThat(load).isBetween(mean * 98 / 100, mean * 102 / 100));
    }

    @Test
    void piecesThatWeighNothingAreSharedOutToo() {
        List<Integer> work = IntStream.range(0, 7).boxed().toList();
        assertThat(new Shard(0, 1).of(work, piece -> 0)).isEqualTo(work);
    }
}
