package io.sparsesplit.trainer.predict;

import io.sparsesplit.trainer.evaluate.Prediction;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Prints predictions for a person, a line each. */
final class PredictionTable {

    private final PrintWriter out;
    private final List<String> labels;
    private final String row;

    /**
     * Makes a table with room for some images and labels.
     *
     * @param out stream that the table is printed to
     * @param images images that may be printed
     * @param labels names of the classes, in the order of the network's outputs
     */
    PredictionTable(PrintWriter out, List<Path> images, List<String> labels) {
        this.out = out;
        this.labels = labels;
        int file = width(images.stream().map(Path::toString), "image");
        int label = width(labels.stream(), "answer");
        this.row = "%%-%ds  %%-%ds  %%10s  %%-5s  %%s%%n".formatted(file, label);
    }

    void printHeader() {
        out.printf(row, "image", "answer", "confidence", "by", "runner-up");
    }

    void print(Path image, Prediction prediction) {
        int answer = prediction.served().classIndex();
        int second = prediction.runnerUp();
        float[] probabilities = prediction.served().probabilities();
        out.printf(
                row,
                image,
                labels.get(answer),
                percent(probabilities[answer]),
                prediction.servedBy(),
                second == answer ? "-" : "%s %s".formatted(labels.get(second), percent(probabilities[second])));
        out.flush();
    }

    private static String percent(float probability) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * probability);
    }

    private static int width(Stream<String> texts, String title) {
        return Stream.concat(texts, Stream.of(title))
                .mapToInt(String::length)
                .max()
                .orElseThrow();
    }
}
