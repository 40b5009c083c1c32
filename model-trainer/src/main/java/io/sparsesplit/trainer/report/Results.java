package io.sparsesplit.trainer.report;

import io.sparsesplit.trainer.train.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that a report is made of. What is empty has not been made yet.
 *
 * @param groups the runs, those that differ in nothing but their seed together
 * @param weights of trained layers
 * @param exits curves over thresholds
 * @param sizes of published models
 * @param ways for images to travel, with their bytes
 */
record Results(
        List<RunGroup> groups,
        List<WeightHistogram> weights,
        List<ExitPoint> exits,
        List<ModelSize> sizes,
        TransportVariants ways) {

    /**
     * Reads {@code reproduce.json}, {@code weights.json}, {@code exits.json}, {@code size.json} and {@code bytes.json}, as far
     * as they are there.
     *
     * @throws ResultsException when one is damaged
     */
    static Results read(Path folder) {
        return new Results(
                RunGroup.of(Runs.read(folder).all()),
                WeightHistogram.in(folder).read(),
                ExitPoint.in(folder).read(),
                ModelSize.in(folder).read(),
                TransportVariants.of(BytesPoint.in(folder).read()));
    }

    /** Returns whether any run or point was made by a command with {@code --quick}. */
    boolean areQuick() {
        return Stream.concat(
                        groups.stream().flatMap(group -> group.runs().stream()).map(Run::command),
                        ways.all().stream()
                                .flatMap(way -> way.points().stream())
                                .map(BytesPoint::command))
                .anyMatch(command -> (command + " ").contains(" --quick "));
    }

    List<RunGroup> groups(Table table) {
        return groups.stream().filter(group -> group.table() == table).toList();
    }

    Optional<RunGroup> group(Table table, String row, Recipe recipe) {
        return groups.stream()
                .filter(group -> group.table() == table && group.row().equals(row) && group.recipe() == recipe)
                .findFirst();
    }

    /** Test accuracies of a row; none when it was not trained, or not tested. */
    Optional<Sample> test(Table table, String row, Recipe recipe) {
        return group(table, row, recipe).flatMap(RunGroup::test);
    }
}
