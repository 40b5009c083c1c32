package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.trainer.statistics.Interval;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Counts the images of each true class that got each answer. Cells off the diagonal are stored only where they are not 0. */
public final class ConfusionMatrix {

    /**
     * Counts one kind of mistake.
     *
     * @param truth class of the images
     * @param answer class that they were taken for
     * @param images number of such images
     */
    public record Confusion(int truth, int answer, int images) {}

    private final int[] truths;
    private final int[] answers;
    private final int[] right;
    private final Map<Long, Integer> mistakes = new TreeMap<>();

    /**
     * Makes a matrix of zeros.
     *
     * @param classes number of classes, at least 1
     */
    public ConfusionMatrix(int classes) {
        this.truths = new int[classes];
        this.answers = new int[classes];
        this.right = new int[classes];
    }

    /**
     * Counts an image.
     *
     * @param truth class of the image
     * @param answer class that it was taken for
     */
    public void add(int truth, int answer) {
        truths[truth]++;
        answers[answer]++;
        if (truth == answer) {
            right[truth]++;
        } else {
            mistakes.merge((long) truth * classes() + answer, 1, Integer::sum);
        }
    }

    /** Returns the number of classes. */
    public int classes() {
        return truths.length;
    }

    /** Returns the number of all images. */
    public int images() {
        return IntStream.of(truths).sum();
    }

    /** Returns the number of images of a class. */
    public int images(int truth) {
        return truths[truth];
    }

    /** Returns the number of images that were taken for a class, rightly or not. */
    public int answers(int answer) {
        return answers[answer];
    }

    /** Returns the number of images with a right answer. */
    public int correct() {
        return IntStream.of(right).sum();
    }

    /** Returns the number of images of a class with a right answer. */
    public int correct(int truth) {
        return right[truth];
    }

    /** Returns the number of images of a true class with an answer. */
    public int count(int truth, int answer) {
        return truth == answer ? right[truth] : mistakes.getOrDefault((long) truth * classes() + answer, 0);
    }

    /** Returns all kinds of mistakes that occur, the most frequent first, equals in the order of truth and answer. */
    public List<Confusion> confusions() {
        return mistakes.entrySet().stream()
                .map(cell -> new Confusion(
                        (int) (cell.getKey() / classes()), (int) (cell.getKey() % classes()), cell.getValue()))
                .sorted(Comparator.comparingInt(Confusion::images).reversed())
                .toList();
    }

    /** Returns the percentage of all images that have a right answer; 0 when there are no images. */
    public double accuracy() {
        return percent(correct(), images());
    }

    /** Returns the percentage of a class's images that have a right answer; 0 when the class has no images. */
    public double recall(int truth) {
        return percent(right[truth], truths[truth]);
    }

    /** Returns the percentage of the images taken for a class that are of the class; 0 when no image was taken for it. */
    public double precision(int answer) {
        return percent(right[answer], answers[answer]);
    }

    /** Returns the 95 % interval of the accuracy, as shares from 0 to 1. */
    public Interval accuracyInterval() {
        return Interval.of(correct(), images());
    }

    /** Returns the 95 % interval of the recall of a class, as shares from 0 to 1. */
    public Interval recallInterval(int truth) {
        return Interval.of(right[truth], truths[truth]);
    }

    /** Returns the 95 % interval of the precision of a class, as shares from 0 to 1. */
    public Interval precisionInterval(int answer) {
        return Interval.of(right[answer], answers[answer]);
    }

    /** Returns the mean of the recalls of all classes that have images, in percent; 0 when none has. */
    public double balancedAccuracy() {
        return IntStream.range(0, classes())
                .filter(c -> truths[c] > 0)
                .mapToDouble(this::recall)
                .average()
                .orElse(0);
    }

    /** Returns the class with most images; of equals the first. */
    public int majority() {
        return IntStream.range(0, classes())
                .boxed()
                .max(Comparator.<Integer>comparingInt(c -> truths[c]).thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
    }

    /** Returns the percentage of all images that are of the class with most images: accuracy of always answering that class. */
    public double majorityShare() {
        return percent(truths[majority()], images());
    }

    /** Returns the classes that have images, the one with the lowest recall first, equals in their order. */
    public List<Integer> worstClasses() {
        return IntStream.range(0, classes())
                .filter(c -> truths[c] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(this::recall))
                .toList();
    }

    private static double percent(int part, int whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }
}
