package io.sparsesplit.trainer.report.plot;

import java.util.List;

/**
 * Points that belong together.
 *
 * @param name in the legend
 * @param hue of line and markers
 * @param marker at each point
 * @param filled whether the marker is, or only its outline is drawn
 * @param stroke between the points, in their order
 * @param points of the series
 */
public record Series(String name, Color hue, Marker marker, boolean filled, Stroke stroke, List<Point> points) {

    /**
     * A point.
     *
     * @param x in the unit of the x axis
     * @param y in the unit of the y axis
     * @param deviation half the length of the error bar, in the unit of the y axis; 0 for none
     * @param name beside it; empty for none
     */
    public record Point(double x, double y, double deviation, String name) {

        /** A point without a name. */
        public Point(double x, double y, double deviation) {
            this(x, y, deviation, "");
        }
    }

    /** A line without markers. */
    public static Series line(String name, Color hue, Stroke stroke, List<Point> points) {
        return new Series(name, hue, Marker.NONE, false, stroke, points);
    }
}
