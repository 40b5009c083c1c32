package io.sparsesplit.trainer.novelty;

import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.model.artifact.Manifest.OutOfDistributionSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reports what a model's detector finds, for a person and for programs.
 *
 * @param manifest manifest of a model that has a detector
 * @param folder folder of the pictures of no class; null when none were given
 * @param detection what was found
 */
public record DetectionReport(Manifest manifest, @Nullable Path folder, Detection detection) {

    /** Prints the false alarms among the test images and, when there are pictures of no class, what is found of these. */
    public void print(PrintWriter out) {
        OutOfDistributionSpec spec = Objects.requireNonNull(manifest.outOfDistribution());
        int images = detection.known().size();
        int alarms = Detection.flagged(detection.known());
        out.printf(
                Locale.ROOT,
                "%n  said to look like none of the classes%n"
                        + "  test images                %6.2f %% (%d of %d): false alarms; promised are at most %s %%, confidence %s%n",
                percent(alarms, images),
                alarms,
                images,
                spec.falseAlarmRate(),
                spec.confidence());
        int unknown = detection.unknown().size();
        if (unknown == 0) {
            return;
        }
        int found = Detection.flagged(detection.unknown());
        out.printf(
                Locale.ROOT,
                "  unknown pictures           %6.2f %% (%d of %d in %s)%n"
                        + "  an exit answers them       %6.2f %%, and %.2f %% without this being said%n"
                        + "  AUROC                      %6.4f%n",
                percent(found, unknown),
                found,
                unknown,
                folder,
                percent(detection.answeredOnTheEdge(), unknown),
                percent(detection.missedOnTheEdge(), unknown),
                detection.auroc());
    }

    /** Returns the figures by name, shares in percent. */
    public Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put(
                "falseAlarms",
                percent(Detection.flagged(detection.known()), detection.known().size()));
        int unknown = detection.unknown().size();
        if (unknown > 0) {
            figures.put("unknownPictures", unknown);
            figures.put("unknownFound", percent(Detection.flagged(detection.unknown()), unknown));
            figures.put("unknownAnsweredOnEdge", percent(detection.answeredOnTheEdge(), unknown));
            figures.put("unknownMissedOnEdge", percent(detection.missedOnTheEdge(), unknown));
            figures.put("unknownAuroc", detection.auroc());
        }
        return figures;
    }

    private static double percent(int count, int of) {
        return 100.0 * count / of;
    }
}
