package io.sparsesplit.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetSummaryTest {

    @Test
    void enoughImagesOfBalancedClassesNeedNoWarning() {
        DatasetSummary summary = summary(List.of("a", "b"), List.of(100, 120), List.of(20, 20), List.of(150, 150));

        assertThat(summary.warnings()).isEmpty();
        assertThat(summary.train().majority()).isEqualTo(120.0 / 220);
    }

    @Test
    void aTestSetThatIsTooSmallForItsDigitsIsToldByTheExactBound() {
        DatasetSummary summary = summary(List.of("a", "b"), List.of(100, 120), List.of(20, 20), List.of(3, 3));

        assertThat(summary.warnings())
                .containsExactly(
                        "6 test images: 100 % correct of them means at least 60.7 % with confidence 95 %.",
                        "Fewer than 10 test images of each class: recall and precision there say little.");
    }

    @Test
    void tablesOfManyClassesEndWithACount() {
        List<String> labels =
                IntStream.range(0, 100).mapToObj(i -> "class " + i).toList();
        List<Integer> many = Collections.nCopies(100, 1000);
        DatasetSummary summary = summary(
                labels, IntStream.range(0, 100).map(i -> 1000 + i).boxed().toList(), many, many);

        assertThat(summary.table())
                .hasSize(21)
                .startsWith(
                        "class       training  validation        test", "class 0        1,000       1,000       1,000")
                .endsWith("and 81 more classes of 1,019 to 1,099 training images");
    }

    @Test
    void longNamesAreShortened() {
        String name = "a".repeat(40);

        assertThat(summary(List.of(name, "b"), List.of(1, 1), List.of(1, 1), List.of(1, 1))
                        .table()
                        .get(1))
                .startsWith("a".repeat(28) + "..  ");
    }

    private static DatasetSummary summary(
            List<String> labels, List<Integer> train, List<Integer> validation, List<Integer> test) {
        return DatasetSummary.of(
                labels,
                new ClassCounts("training", train),
                new ClassCounts("validation", validation),
                new ClassCounts("test", test));
    }
}
