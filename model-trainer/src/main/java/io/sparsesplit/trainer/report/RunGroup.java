package io.sparsesplit.trainer.report;

import io.sparsesplit.trainer.train.Recipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs of one row with one recipe, which differ in nothing but their seed. */
record RunGroup(List<Run> runs) {

    RunGroup {
        Run first = runs.get(0);
        for (Run run : runs) {
            if (!setting(run).equals(setting(first))) {
                throw new ResultsException(
                        "table %s, row %s, recipe %s: seeds %d and %d were trained differently; 'sparsesplit reproduce' brings them together"
                                .formatted(run.table(), run.row(), run.recipe(), first.seed(), run.seed()));
            }
        }
    }

    /** Groups in the order of their first runs. */
    static List<RunGroup> of(List<Run> runs) {
        Map<List<Object>, List<Run>> groups = runs.stream()
                .collect(Collectors.groupingBy(
                        run -> List.of(run.table(), run.row(), run.recipe()), LinkedHashMap::new, Collectors.toList()));
        return groups.values().stream().map(RunGroup::new).toList();
    }

    Run first() {
        return runs.get(0);
    }

    Table table() {
        return first().table();
    }

    String row() {
        return first().row();
    }

    Recipe recipe() {
        return first().recipe();
    }

    Shape shape() {
        return first().shape();
    }

    int parameters() {
        return first().parameters();
    }

    /** Accuracies on test images, when any were looked at. */
    Optional<Sample> test() {
        return sample(
                runs.stream().map(Run::testAccuracy).filter(Objects::nonNull).toList());
    }

    /** Accuracies on validation images, when any were looked at. */
    Optional<Sample> validation() {
        return sample(runs.stream()
                .map(Run::validationAccuracy)
                .filter(Objects::nonNull)
                .toList());
    }

    String seeds() {
        return runs.stream().map(run -> String.valueOf(run.seed())).collect(Collectors.joining(" "));
    }

    private static Optional<Sample> sample(List<Double> values) {
        return values.isEmpty() ? Optional.empty() : Optional.of(Sample.of(values));
    }

    private static List<Object> setting(Run run) {
        return List.of(
                run.shape(),
                run.picture(),
                run.epochs(),
                run.split(),
                run.trainImages(),
                run.validationImages(),
                run.testImages());
    }
}
