package io.sparsesplit.trainer.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.trainer.report.Paper;
import io.sparsesplit.trainer.report.Run;
import io.sparsesplit.trainer.report.Table;
import io.sparsesplit.trainer.reproduce.Trial.Change;
import io.sparsesplit.trainer.train.Recipe;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrialsTest {

    private static Stream<Trial> all() {
        return Trials.all().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyTrialIsANetworkOfItsShape(Trial trial) {
        assertThat(trial.topology().parameters()).isEqualTo(trial.shape().parameters());
        assertThat(trial.hyperparameters(3).seed()).isEqualTo(3);
        // More inputs than pixels are filled up with zeros, as the paper's; what selects has fewer.
        assertThat(trial.shape().inputs())
                .isLessThanOrEqualTo(
                        trial.shape().inputs() == Paper.INPUTS ? Paper.INPUTS : trial.side() * trial.side());
    }

    /** {@link Run} refuses what breaks the rules of its table. */
    @ParameterizedTest
    @MethodSource("all")
    void everyTrialKeepsTheRulesOfItsTable(Trial trial) {
        boolean tested = trial.table() != Table.ABLATION;
        Run run = new Run(
                trial.table(),
                trial.row(),
                trial.recipe(),
                trial.shape().hidden(),
                trial.shape().outDegree(),
                trial.shape().inputs(),
                "%dx%d".formatted(trial.side(), trial.side()),
                trial.shape().parameters(),
                1,
                trial.hyperparameters(1).epochs(),
                "train 0-9",
                10,
                trial.holdsOut() ? 5 : 0,
                tested ? 5 : 0,
                trial.holdsOut() ? Double.valueOf(50) : null,
                tested ? Double.valueOf(50) : null,
                trial.command(1));
        assertThat(run.shape()).isEqualTo(trial.shape());
    }

    @Test
    void everyRowIsTrainedOnceByARecipe() {
        assertThat(all().map(trial -> List.of(trial.table(), trial.row(), trial.recipe())))
                .doesNotHaveDuplicates();
        assertThat(all().map(trial -> trial.command(1))).doesNotHaveDuplicates();
    }

    @Test
    void allRowsOfThePaperAreTrainedAsThePaperDid() {
        assertThat(all().filter(trial -> trial.recipe() == Recipe.PAPER).map(trial -> trial.table() + trial.row()))
                .containsExactlyInAnyOrderElementsOf(Paper.rows().stream()
                        .map(row -> row.table() + row.name())
                        .toList());
        assertThat(all().filter(trial -> trial.recipe() == Recipe.PAPER))
                .allMatch(trial -> trial.side() == 28 && trial.change() == Change.NONE);
    }

    /** So that accuracies can be compared: within the budget that names the row, and near to it. */
    @Test
    void sparseShapesOfOursUseTheBudgetThatNamesTheirRow() {
        assertThat(all().filter(trial ->
                        trial.recipe() == Recipe.BEST && trial.row().matches("(sparse|dense) \\d+")))
                .hasSizeGreaterThan(20)
                .allSatisfy(trial -> {
                    int budget = Integer.parseInt(trial.row().replaceAll("\\D", ""));
                    assertThat(trial.shape().parameters()).isBetween((int) (0.9 * budget), budget);
                });
    }

    @Test
    void ablationsKeepTheirBudget() {
        assertThat(all().filter(trial -> trial.table() == Table.ABLATION))
                .hasSize(14)
                .allSatisfy(trial -> {
                    int budget = Integer.parseInt(
                            trial.row().substring(0, trial.row().indexOf(':')));
                    assertThat(trial.shape().parameters()).isBetween((int) (0.9 * budget), budget);
                });
    }

    @Test
    void anAblationChangesWhatItSays() {
        for (String budget : List.of("2450", "5730")) {
            Trial full = ablation(budget + ": full recipe");
            Trial random = ablation(budget + ": without local pattern");
            assertThat(random.shape()).isEqualTo(full.shape());
            assertThat(random.families()).isNotEqualTo(full.families());
            Trial plain = ablation(budget + ": without augmentation");
            assertThat(plain.hyperparameters(1))
                    .isEqualTo(full.hyperparameters(1).withAugmentation(0));
            assertThat(full.hyperparameters(1).augmentation()).isPositive();
            assertThat(ablation(budget + ": without the training recipe").hyperparameters(1))
                    .isEqualTo(Recipe.PAPER.hyperparameters(full.shape().parameters(), 1, 1));
            Trial wide = ablation(budget + ": without input selection");
            assertThat(wide.shape().inputs()).isEqualTo(wide.side() * wide.side());
            assertThat(ablation(budget + ": without smaller pictures").side()).isEqualTo(28);
            assertThat(ablation(budget + ": without width: narrow and dense")
                            .shape()
                            .isDense())
                    .isTrue();
        }
    }

    @Test
    void aQuickReproductionHasOneTrialOfEveryTable() {
        assertThat(Trials.quick()).map(Trial::table).contains(Table.I, Table.FREE, Table.FEWEST, Table.ABLATION);
        assertThat(Trials.quick()).map(Trial::table).contains(Table.DISTILLATION);
        assertThat(Trials.all()).containsAll(Trials.quick());
        assertThat(Arrays.stream(Recipe.values()))
                .allMatch(recipe -> Trials.quick().stream().anyMatch(trial -> trial.recipe() == recipe));
    }

    private static Trial ablation(String row) {
        return all().filter(
                        trial -> trial.table() == Table.ABLATION && trial.row().equals(row))
                .findFirst()
                .orElseThrow();
    }
}
