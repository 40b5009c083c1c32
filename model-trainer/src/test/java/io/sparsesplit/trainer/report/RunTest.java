package io.sparsesplit.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sparsesplit.trainer.train.Recipe;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunTest {

    private static final Shape PAPERS = new Shape(800, List.of(40, 40), List.of(2, 9, 10));
    private static final Shape SMALLER = new Shape(300, List.of(60, 50), List.of(3, 15, 10));

    @Test
    void parametersAreEdgesAndBiases() {
        assertThat(PAPERS.parameters()).isEqualTo(800 * 2 + 40 * 9 + 40 * 10 + 40 + 40 + 10);
        assertThat(SMALLER.parameters()).isEqualTo(2420);
    }

    @Test
    void outDegreesThatAreTooFewOrNotFeasibleAreRefused() {
        refused(() -> new Shape(800, List.of(40, 40), List.of(2, 9)))
                .withMessage("2 hidden layers have 3 junctions, but there are 2 out-degrees");
        refused(() -> new Shape(784, List.of(40), List.of(2, 10)))
                .withMessageStartingWith("out-degree 2 is not feasible for a junction of 784 to 40 neurons");
    }

    @Test
    void parametersThatTheShapeHasNotAreRefused() {
        refused(() -> new Run(
                        Table.FEWEST,
                        "any",
                        Recipe.BEST,
                        PAPERS.hidden(),
                        PAPERS.outDegree(),
                        800,
                        "28x28",
                        2449,
                        1,
                        80,
                        "train 0-59999",
                        60_000,
                        0,
                        10_000,
                        null,
                        97.0,
                        "sparsesplit train"))
                .withMessage("a network of this shape has 2450 parameters, not 2449");
    }

    @Test
    void rowsThatThePaperHasNotAreRefused() {
        refused(() -> tested(Table.I, "sparse 2451", Recipe.BEST, PAPERS))
                .withMessage("the paper's table I has no row 'sparse 2451'");
        refused(() -> tested(Table.FREE, "deep 2455", Recipe.BEST, SMALLER))
                .withMessage("the paper has no sparse row 'deep 2455'");
    }

    @Test
    void theReferenceRecipeHasThePapersShape() {
        assertThat(tested(Table.I, "sparse 2450", Recipe.PAPER, PAPERS).shape()).isEqualTo(PAPERS);
        refused(() -> tested(Table.I, "sparse 2450", Recipe.PAPER, SMALLER))
                .withMessage(
                        "the paper's row 'sparse 2450' has 800 inputs, hidden layers [40, 40] and out-degrees [2, 9, 10]");
    }

    @Test
    void noSparseNetworkExceedsItsBudget() {
        Shape larger = new Shape(800, List.of(40, 40), List.of(2, 10, 10));
        refused(() -> tested(Table.I, "sparse 2450", Recipe.BEST, larger))
                .withMessage("2490 parameters are more than the budget of row 'sparse 2450'");
        refused(() -> tested(Table.FREE, "sparse 2450", Recipe.BEST, larger))
                .withMessage("2490 parameters are more than the budget of row 'sparse 2450'");
    }

    @Test
    void denseControlsAreDense() {
        refused(() -> tested(Table.I, "deep 2455", Recipe.BEST, SMALLER))
                .withMessage("row 'deep 2455' is a dense control, but edges are missing");
    }

    @Test
    void anAccuracyNeedsImagesAndImagesAnAccuracy() {
        refused(() -> withTest(0, 97.0))
                .withMessage("testAccuracy must be null when no such image was looked at, and only then");
        refused(() -> withTest(10_000, null))
                .withMessage("testAccuracy must be null when no such image was looked at, and only then");
        refused(() -> withTest(0, null)).withMessage("there is neither a validation accuracy nor a test accuracy");
        refused(() -> withTest(10_000, 0.97 * 1000)).withMessage("testAccuracy must be 0 to 100 percent, not 970.0");
        refused(() -> withTest(10_000, Double.NaN)).withMessage("testAccuracy must be 0 to 100 percent, not NaN");
    }

    @Test
    void anAblationDoesNotLookAtTestImages() {
        refused(() -> tested(Table.ABLATION, "without augmentation", Recipe.BEST, SMALLER))
                .withMessage("an ablation looks at validation images only, but there is a test accuracy");
    }

    private static ThrowableAssertAlternative<IllegalArgumentException> refused(ThrowingCallable call) {
        return assertThatIllegalArgumentException().isThrownBy(call);
    }

    private static Run tested(Table table, String row, Recipe recipe, Shape shape) {
        return SampleResults.run(table, row, recipe, shape, 1, null, 97.0);
    }

    private static Run withTest(int images, @Nullable Double accuracy) {
        return new Run(
                Table.FEWEST,
                "any",
                Recipe.BEST,
                SMALLER.hidden(),
                SMALLER.outDegree(),
                SMALLER.inputs(),
                "28x28",
                SMALLER.parameters(),
                1,
                80,
                "train 0-59999",
                60_000,
                0,
                images,
                null,
                accuracy,
                "sparsesplit train");
    }
}
