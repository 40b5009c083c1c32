package io.sparsesplit.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswerTablesTest {

    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text);

    @Test
    void fewClassesAreShownAsAMatrix() {
        ConfusionMatrix matrix = counted(2);
        matrix.add(0, 1);
        new ConfusionTable(List.of("ok", "bad"), matrix).print(out, "cascade");
        assertThat(text.toString().lines())
                .containsExactly(
                        "",
                        "  confusion matrix, cascade: a row for each true class, a column for each answer",
                        "                  ok bad",
                        "  ok               5   1",
                        "  bad              .   5");
    }

    @Test
    void longNamesAreNumberedAboveTheColumns() {
        new ConfusionTable(List.of("scratched", "a name far too long"), counted(2)).print(out, "exit");
        assertThat(text.toString().lines().skip(2))
                .containsExactly("                 1 2", "  1 scratched    5 .", "  2 a name far ~ . 5");
    }

    @Test
    void ofManyClassesTheWorstAndTheMostFrequentMistakesAreShown() {
        int classes = 200;
        ConfusionMatrix matrix = counted(classes);
        for (int i = 0; i < 7; i++) {
            matrix.add(150, 3);
        }
        List<String> labels = IntStream.range(0, classes)
                .mapToObj("species number %d of a long list"::formatted)
                .toList();
        new ConfusionTable(labels, matrix).print(out, "cascade");
        new ClassTable(labels, matrix, new ConfusionMatrix(classes)).print(out);
        assertThat(text.toString().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80))
                .contains(
                        "  most frequent mistakes, cascade",
                        "        7 x  species number 150 of a l~ taken for species number 3 of a lon~",
                        "  the 10 of 200 classes with the lowest recall",
                        "  species numbe~     12   41.7     15.2-72.3 100.0    47.8-100.0    0.0      -");
    }

    @Test
    void aClassWithoutImagesHasNoShares() {
        ConfusionMatrix matrix = new ConfusionMatrix(2);
        matrix.add(0, 0);
        new ClassTable(List.of("ok", "bad"), matrix, new ConfusionMatrix(2)).print(out);
        assertThat(text.toString().lines())
                .contains("  bad                 0      -             -     -             -      -      -");
    }

    private static ConfusionMatrix counted(int classes) {
        ConfusionMatrix matrix = new ConfusionMatrix(classes);
        for (int c = 0; c < classes; c++) {
            for (int i = 0; i < 5; i++) {
                matrix.add(c, c);
            }
        }
        return matrix;
    }
}
