package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.pattern.PatternFamily;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {

    private static Stream<Budget> budgets() {
        return Stream.of(500, 2450, 5000, 10_000, 50_000)
                .flatMap(parameters -> Stream.of(2, 10, 100)
                        .flatMap(classes -> Stream.of(
                                new Budget(parameters, 28, 28, 1, classes),
                                new Budget(parameters, 32, 32, 3, classes),
                                new Budget(parameters, 8, 8, 1, classes),
                                new Budget(parameters, 100, 20, 1, classes))))
                // 100 classes take 100 biases and as many weights for each feature.
                .filter(budget -> budget.parameters() > 500 || budget.classes() < 100);
    }

    @ParameterizedTest
    @MethodSource("budgets")
    void whatIsProposedCanBeBuiltAndKeepsTheBudget(Budget budget) {
        Budget.Proposal proposal = budget.proposal();
        Topology topology = Topology.of(
                List.of(proposal.inputs(), proposal.firstLayer(), proposal.features(), 32, budget.classes()),
                List.of(proposal.firstOutDegree(), proposal.secondOutDegree(), 32, budget.classes()),
                List.of(PatternFamily.RANDOM),
                2,
                List.of(2));
        int tail = (proposal.features() + 1) * 32 + 33 * budget.classes();
        int edge = topology.parameters() - tail;

        assertThat(proposal.parameters(budget.classes())).isEqualTo(edge);
        assertThat(edge).isLessThanOrEqualTo(budget.parameters());
        assertThat(proposal.inputs()).isLessThanOrEqualTo(proposal.width() * proposal.height() * budget.channels());
        assertThat(proposal.width()).isBetween(1, budget.width());
        assertThat(proposal.height()).isBetween(1, budget.height());
    }

    @ParameterizedTest
    @MethodSource("budgets")
    void theBudgetIsUsed(Budget budget) {
        assertThat(budget.proposal().parameters(budget.classes()))
                .isGreaterThanOrEqualTo((int) (0.85 * budget.parameters()));
    }

    /** What a good proportion has no room for goes into the second junction. */
    @Test
    void smallPicturesGetADenseFirstJunction() {
        Budget.Proposal proposal = new Budget(50_000, 8, 8, 1, 10).proposal();
        assertThat(proposal.firstOutDegree()).isEqualTo(proposal.firstLayer());
    }

    @Test
    void proportionsAreKept() {
        Budget.Proposal proposal = new Budget(5000, 28, 28, 1, 10).proposal();
        double root = Math.sqrt(5000);
        assertThat((double) proposal.firstLayer()).isBetween(1.15 * root / 1.5, 1.15 * root * 1.5);
        assertThat((double) proposal.features()).isBetween(0.55 * root / 1.5, 0.55 * root * 1.5);
        assertThat((double) proposal.width() * proposal.height() * 0.55 / proposal.inputs())
                .isBetween(0.9, 1.1);
    }

    @Test
    void anExitThatEatsTheBudgetIsSaidAndABudgetThatFitsIsProposed() {
        Budget budget = new Budget(5000, 32, 32, 3, 100);
        String advice = budget.exitEatsBudget(budget.proposal()).orElseThrow();
        assertThat(advice)
                .matches(
                        "The exit for 100 classes takes [5-9]\\d % of the [45],\\d{3} parameters on the edge: with --budget \\d+"
                                + " it takes no more than 40 %\\.");
        int proposed = Integer.parseInt(advice.replaceFirst(".*--budget (\\d+) .*", "$1"));
        Budget larger = new Budget(proposed, 32, 32, 3, 100);
        assertThat(larger.exitEatsBudget(larger.proposal())).isEmpty();
        Budget ofDigits = new Budget(5000, 28, 28, 1, 10);
        assertThat(ofDigits.exitEatsBudget(ofDigits.proposal())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 199, 10_000_001})
    void budgetsOutOfRangeAreRefused(int parameters) {
        assertThatThrownBy(() -> new Budget(parameters, 28, 28, 1, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--budget must be 200 to 10000000 parameters, not %d", parameters);
    }

    @Test
    void aBudgetThatIsTooSmallForTheClassesIsRefused() {
        assertThatThrownBy(() -> new Budget(500, 28, 28, 1, 100).proposal())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no network for 100 classes has as few as 500 parameters on the edge: raise --budget");
    }
}
