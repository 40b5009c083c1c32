package io.sparsesplit.trainer.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A table of networks, by size. */
final class Networks {

    static final List<String> HEADER = List.of(
            "row",
            "recipe",
            "inputs",
            "hidden",
            "out-degree",
            "parameters",
            "validation",
            "validation n",
            "test",
            "worst",
            "test n");

    private Networks() {}

    static List<List<String>> rows(List<RunGroup> groups) {
        return groups.stream()
                .sorted(Comparator.comparingInt(RunGroup::parameters))
                .map(Networks::row)
                .toList();
    }

    private static List<String> row(RunGroup group) {
        return List.of(
                group.row(),
                group.recipe().toString(),
                String.valueOf(group.shape().inputs()),
                group.shape().hiddenText(),
                group.shape().outDegreeText(),
                Notation.count(group.parameters()),
                text(group.validation(), Sample::toString),
                text(group.validation(), sample -> String.valueOf(sample.runs())),
                text(group.test(), Sample::toString),
                text(group.test(), sample -> Notation.percent(sample.worst())),
                text(group.test(), sample -> String.valueOf(sample.runs())));
    }

    /** A figure of a sample, or the sign for none. */
    static String text(Optional<Sample> sample, Function<Sample, String> figure) {
        return sample.map(figure).orElse(Notation.NONE);
    }
}
