package io.sparsesplit.trainer.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a data set holds, and what to bear in mind when figures come from it.
 *
 * @param labels names of the classes, in the order of the network's outputs
 * @param parts the counts of training, validation and test, in this order
 * @param warnings sentences; none when there is nothing to warn of
 */
public record DatasetSummary(List<String> labels, List<ClassCounts> parts, List<String> warnings) {

    /** Test images from which on a perfect result proves 99 % right with the confidence of {@value #CONFIDENCE}. */
    static final int ENOUGH = 299;

    /** Test images of a class below which its recall is a matter of chance. */
    static final int FEW = 10;

    static final double CONFIDENCE = 0.95;

    private static final int NAMED = 10;
    private static final int ROWS = 20;
    private static final int WIDEST_LABEL = 30;

    public DatasetSummary {
        labels = List.copyOf(labels);
        parts = List.copyOf(parts);
        warnings = List.copyOf(warnings);
    }

    static DatasetSummary of(
            List<String> labels, LabelledImages train, LabelledImages validation, LabelledImages test) {
        int classes = labels.size();
        return of(
                labels,
                ClassCounts.of("training", train, classes),
                ClassCounts.of("validation", validation, classes),
                ClassCounts.of("test", test, classes));
    }

    static DatasetSummary of(List<String> labels, ClassCounts train, ClassCounts validation, ClassCounts test) {
        List<String> warnings = new ArrayList<>();
        if (!train.isBalanced()) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "Classes are not balanced: %,d training images of '%s', %,d of '%s'. Always answering '%s' would be right for"
                            + " %.1f %% of the test images: look at recall and precision of each class.",
                    train.largest(),
                    labels.get(train.images().indexOf(train.largest())),
                    train.smallest(),
                    labels.get(train.images().indexOf(train.smallest())),
                    labels.get(train.images().indexOf(train.largest())),
                    100.0 * test.images().get(train.images().indexOf(train.largest())) / Math.max(1, test.total())));
        }
        missing(labels, validation, "thresholds are chosen without them.").ifPresent(warnings::add);
        missing(labels, test, "nothing is measured there.").ifPresent(warnings::add);
        if (test.total() < ENOUGH) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%d test images: 100 %% correct of them means at least %.1f %% with confidence 95 %%.",
                    test.total(),
                    100 * Math.pow(1 - CONFIDENCE, 1.0 / Math.max(1, test.total()))));
        }
        String few = named(
                labels,
                c -> test.images().get(c) > 0 && test.images().get(c) < FEW,
                c -> "'%s' (%d)".formatted(labels.get(c), test.images().get(c)));
        if (!few.isEmpty()) {
            boolean all = test.images().stream().allMatch(images -> images > 0 && images < FEW);
            warnings.add("Fewer than %d test images of %s: recall and precision there say little."
                    .formatted(FEW, all ? "each class" : "class " + few));
        }
        return new DatasetSummary(labels, List.of(train, validation, test), warnings);
    }

    /** The counts of the training images. */
    public ClassCounts train() {
        return parts.get(0);
    }

    /** The counts of the validation images. */
    public ClassCounts validation() {
        return parts.get(1);
    }

    /** The counts of the test images. */
    public ClassCounts test() {
        return parts.get(2);
    }

    /** Returns the counts as the lines of a table, a class each, at most {@value #ROWS} of them. */
    public List<String> table() {
        int shown = labels.size() <= ROWS ? labels.size() : ROWS - 1;
        int width = Math.max(
                5,
                labels.stream()
                        .limit(shown)
                        .mapToInt(label -> shortened(label).length())
                        .max()
                        .orElse(0));
        List<String> lines = new ArrayList<>();
        lines.add(("%-" + width + "s  %10s  %10s  %10s").formatted("class", "training", "validation", "test"));
        for (int c = 0; c < shown; c++) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-" + width + "s  %,10d  %,10d  %,10d",
                    shortened(labels.get(c)),
                    train().images().get(c),
                    validation().images().get(c),
                    test().images().get(c)));
        }
        if (shown < labels.size()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "and %,d more classes of %,d to %,d training images",
                    labels.size() - shown,
                    rest(shown).min().orElse(0),
                    rest(shown).max().orElse(0)));
        }
        return lines;
    }

    private IntStream rest(int shown) {
        return train().images().stream().skip(shown).mapToInt(Integer::intValue);
    }

    private static String shortened(String label) {
        String printable = label.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= WIDEST_LABEL ? printable : printable.substring(0, WIDEST_LABEL - 2) + "..";
    }

    private static Optional<String> missing(List<String> labels, ClassCounts part, String consequence) {
        String missing = named(labels, c -> part.images().get(c) == 0, c -> "'" + labels.get(c) + "'");
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("There are no %s images of class %s: %s".formatted(part.part(), missing, consequence));
    }

    private static String named(List<String> labels, IntPredicate which, IntFunction<String> name) {
        List<Integer> all =
                IntStream.range(0, labels.size()).filter(which).boxed().toList();
        return all.stream().limit(NAMED).map(name::apply).collect(Collectors.joining(", "))
                + (all.size() > NAMED ? " and %d more".formatted(all.size() - NAMED) : "");
    }
}
