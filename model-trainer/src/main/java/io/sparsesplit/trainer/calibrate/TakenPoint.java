package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.model.artifact.Manifest;
import io.sparsesplit.model.artifact.Manifest.Bound;
import io.sparsesplit.model.artifact.Manifest.Calibration;
import io.sparsesplit.model.artifact.Manifest.Point;
import io.sparsesplit.model.artifact.Manifest.Points;
import io.sparsesplit.model.network.EarlyExit;
import io.sparsesplit.model.network.Head;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes one of the operating points that a published model was calibrated with. */
final class TakenPoint {

    private static final double SHUT = 1;

    private TakenPoint() {}

    /**
     * Returns the head with the threshold of a point.
     *
     * @param calibration record of the model's calibration; null when it has none
     * @param maxLoss bound of the point, in percentage points
     * @throws IllegalArgumentException when there is no such point, or exits never answer there
     */
    static Calibrated of(Head head, @Nullable Calibration calibration, double maxLoss) {
        Points points = calibration == null ? null : calibration.points();
        if (calibration == null || points == null) {
            throw new IllegalArgumentException(
                    "the model has no operating points: choose a threshold with --max-loss, or another target");
        }
        Point point = answering(points).stream()
                .filter(row -> row.maxLoss() == maxLoss)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(missing(points, maxLoss)));
        List<EarlyExit> exits = head.exits().stream()
                .map(exit -> exit.calibrated(exit.criterion(), exit.temperature(), point.threshold()))
                .toList();
        return new Calibrated(
                new Head(head.layers(), exits),
                record(calibration, points, point),
                Optional.empty(),
                new Guards(List.of()));
    }

    private static List<Point> answering(Points points) {
        return points.rows().stream().filter(row -> row.threshold() < SHUT).toList();
    }

    private static String missing(Points points, double maxLoss) {
        String losses = answering(points).stream()
                .map(row -> Double.toString(row.maxLoss()))
                .collect(Collectors.joining(", "));
        return losses.isEmpty()
                ? "--point %s: exits answer at none of the model's operating points".formatted(maxLoss)
                : "--point must be one of the model's operating points at which exits answer, %s, not %s"
                        .formatted(losses, maxLoss);
    }

    private static Calibration record(Calibration from, Points points, Point point) {
        return new Manifest.Calibration(
                CalibrationTarget.Kind.MAX_LOSS.toString(),
                point.maxLoss(),
                true,
                new Bound(LossTest.NAME, point.maxLoss(), points.confidence()),
                from.thresholdStep(),
                from.temperatureImages(),
                from.thresholdImages(),
                from.dataSha256(),
                point.localExits(),
                point.correct(),
                point.lost(),
                point.won(),
                from.method(),
                from.folds(),
                points.classes(),
                points,
                from.calibrated(),
                from.notCalibrated());
    }
}
