package io.sparsesplit.trainer.report;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.sparsesplit.trainer.train.Recipe;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One training and what it reached: an object of {@code reproduce.json}.
 *
 * <p>Table, row, recipe and seed say which run it is. LabelPlacer of rows:
 *
 * <ul>
 *   <li>of tables I and II that of the paper's row, for example {@code deep 2455} or {@code sparse 2450}
 *   <li>of table free that of the paper's sparse row whose budget it keeps
 *   <li>of table fewest any
 *   <li>of table ablation {@value Ablation#FULL}, or what was taken away, for example {@code without input selection}; after
 *       a budget and a colon when there is more than one, for example {@code 2450: full recipe}
 *   <li>of table distillation {@value Distillation#WITHOUT}, or the teacher
 * </ul>
 *
 * @param table where it belongs
 * @param row of the table
 * @param recipe it was trained with
 * @param hidden neurons of each hidden layer
 * @param outDegree of each junction; the last is the number of classes
 * @param inputs length of the network's input vector
 * @param picture size to which images are brought, in pixels, for example {@code 28x28}
 * @param parameters weights and biases
 * @param seed of everything random
 * @param epochs passes over the training images
 * @param split which images served what, for example {@code train 0-59999, test 0-9999}
 * @param trainImages images that weights were fitted to
 * @param validationImages held-out training images that were looked at; 0 when none were
 * @param testImages test images that were looked at; 0 when none were
 * @param validationAccuracy in percent; null when no such image was looked at
 * @param testAccuracy in percent; null when no such image was looked at, as in runs that only serve to choose
 * @param command that makes this run again
 */
public record Run(
        Table table,
        String row,
        Recipe recipe,
        List<Integer> hidden,
        List<Integer> outDegree,
        int inputs,
        String picture,
        int parameters,
        long seed,
        int epochs,
        String split,
        int trainImages,
        int validationImages,
        int testImages,
        @JsonSetter(nulls = Nulls.SET) @Nullable Double validationAccuracy,
        @JsonSetter(nulls = Nulls.SET) @Nullable Double testAccuracy,
        String command) {

    private static final Pattern ONE_LINE = Pattern.compile("[^`\\p{Cntrl}]*[^`\\p{Cntrl}\\s][^`\\p{Cntrl}]*");
    private static final Pattern PICTURE = Pattern.compile("[1-9]\\d{0,3}x[1-9]\\d{0,3}");

    /** @throws IllegalArgumentException when the fields contradict each other, the paper's row or its budget */
    public Run {
        hidden = List.copyOf(hidden);
        outDegree = List.copyOf(outDegree);
        requireLine("row", row);
        requireLine("split", split);
        requireLine("command", command);
        require(PICTURE.matcher(picture).matches(), "picture must be like 28x28, not '%s'".formatted(picture));
        Shape shape = new Shape(inputs, hidden, outDegree);
        require(
                parameters == shape.parameters(),
                "a network of this shape has %d parameters, not %d".formatted(shape.parameters(), parameters));
        require(epochs >= 1, "epochs must be 1 or more, not %d".formatted(epochs));
        require(trainImages >= 1, "trainImages must be 1 or more, not %d".formatted(trainImages));
        requireAccuracy("validation", validationImages, validationAccuracy);
        requireAccuracy("test", testImages, testAccuracy);
        require(
                validationAccuracy != null || testAccuracy != null,
                "there is neither a validation accuracy nor a test accuracy");
        require(
                table != Table.ABLATION || testAccuracy == null,
                "an ablation looks at validation images only, but there is a test accuracy");
        if (table.isOfThePaper()) {
            requireRow(
                    Paper.row(table, row)
                            .orElseThrow(() -> new IllegalArgumentException(
                                    "the paper's table %s has no row '%s'".formatted(table, row))),
                    recipe,
                    shape);
        }
        if (table == Table.FREE) {
            requireBudget(
                    Paper.sparse(row).stream()
                            .findFirst()
                            .orElseThrow(() ->
                                    new IllegalArgumentException("the paper has no sparse row '%s'".formatted(row))),
                    shape);
        }
    }

    /** The network. */
    public Shape shape() {
        return new Shape(inputs, hidden, outDegree);
    }

    /** Whether both are of the same row, recipe and seed: of two such runs only one counts. */
    boolean isSameAs(Run other) {
        return table == other.table && row.equals(other.row) && recipe == other.recipe && seed == other.seed;
    }

    private static void requireRow(Paper.Row row, Recipe recipe, Shape shape) {
        require(
                recipe != Recipe.PAPER || shape.equals(row.shape()),
                "the paper's row '%s' has %d inputs, hidden layers %s and out-degrees %s"
                        .formatted(
                                row.name(),
                                row.shape().inputs(),
                                row.shape().hidden(),
                                row.shape().outDegree()));
        if (row.kind() == Paper.Kind.SPARSE) {
            requireBudget(row, shape);
        } else {
            require(shape.isDense(), "row '%s' is a dense control, but edges are missing".formatted(row.name()));
        }
    }

    private static void requireBudget(Paper.Row row, Shape shape) {
        require(
                shape.parameters() <= row.parameters(),
                "%d parameters are more than the budget of row '%s'".formatted(shape.parameters(), row.name()));
    }

    private static void requireAccuracy(String which, int images, @Nullable Double accuracy) {
        require(images >= 0, "%sImages must be 0 or more, not %d".formatted(which, images));
        require(
                (images == 0) == (accuracy == null),
                "%sAccuracy must be null when no such image was looked at, and only then".formatted(which));
        require(
                accuracy == null || (accuracy >= 0 && accuracy <= 100),
                "%sAccuracy must be 0 to 100 percent, not %s".formatted(which, accuracy));
    }

    private static void requireLine(String field, String text) {
        require(ONE_LINE.matcher(text).matches(), "%s must be one line of text without backticks".formatted(field));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
