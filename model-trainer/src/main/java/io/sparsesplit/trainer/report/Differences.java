package io.sparsesplit.trainer.report;

import static io.sparsesplit.trainer.report.Networks.text;

import java.util.List;
import java.util.Optional;

/** Runs against a base, on validation images. */
record Differences(RunGroup base, List<RunGroup> others) {

    static final List<String> HEADER =
            List.of("row", "inputs", "hidden", "out-degree", "parameters", "validation", "worst", "n", "difference");

    /** The base first, then the others, from the one that brings most. */
    static Differences of(RunGroup base, List<RunGroup> groups) {
        return new Differences(
                base,
                groups.stream()
                        .filter(group -> !group.equals(base))
                        .sorted((a, b) -> Double.compare(mean(a), mean(b)))
                        .toList());
    }

    /** Validation accuracy less that of the base, in points; none when one of them did not look at validation images. */
    Optional<Double> difference(RunGroup group) {
        return group.validation().flatMap(ours -> base.validation().map(theirs -> ours.mean() - theirs.mean()));
    }

    List<String> row(String name, RunGroup group) {
        return List.of(
                name,
                String.valueOf(group.shape().inputs()),
                group.shape().hiddenText(),
                group.shape().outDegreeText(),
                Notation.count(group.parameters()),
                text(group.validation(), Sample::toString),
                text(group.validation(), sample -> Notation.percent(sample.worst())),
                text(group.validation(), sample -> String.valueOf(sample.runs())),
                group.equals(base)
                        ? Notation.NONE
                        : difference(group).map(Notation::difference).orElse(Notation.NONE));
    }

    private static double mean(RunGroup group) {
        return group.validation().map(Sample::mean).orElse(0.0);
    }
}
