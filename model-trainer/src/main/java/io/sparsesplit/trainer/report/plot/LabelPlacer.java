package io.sparsesplit.trainer.report.plot;

import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Places for names beside points: to the right, to the left, above or below, the first of them where nothing stands yet; lines
 * are crossed only where there is no other place.
 * Widths are guessed from the number of letters, as fonts differ from reader to reader.
 */
final class LabelPlacer {

    private static final double LETTER = 6.2;
    private static final double HEIGHT = 12;
    private static final double ASIDE = 9;
    private static final double MARKER = 10;

    private final Rectangle2D area;
    private final List<Rectangle2D> taken = new ArrayList<>();
    private final List<Line2D> lines = new ArrayList<>();

    /** @param area that names must not leave */
    LabelPlacer(Rectangle2D area) {
        this.area = area;
    }

    /** A marker around a point, which no name may cover. */
    void take(double x, double y) {
        taken.add(new Rectangle2D.Double(x - MARKER / 2, y - MARKER / 2, MARKER, MARKER));
    }

    /** A line between two points. */
    void takeLine(double x1, double y1, double x2, double y2) {
        lines.add(new Line2D.Double(x1, y1, x2, y2));
    }

    /** Where the name of a point is to stand, as its middle; to the right when there is no room anywhere. */
    Rectangle2D place(String name, double x, double y) {
        double width = LETTER * name.length();
        double across = ASIDE + width / 2;
        double along = ASIDE + HEIGHT / 2;
        List<Rectangle2D> places = List.of(
                around(x + across, y, width),
                around(x - across, y, width),
                around(x, y - along, width),
                around(x, y + along, width));
        List<Rectangle2D> free = places.stream().filter(this::isFree).toList();
        Rectangle2D place = free.stream()
                .filter(one -> lines.stream().noneMatch(one::intersectsLine))
                .findFirst()
                .orElse(free.isEmpty() ? places.get(0) : free.get(0));
        taken.add(place);
        return place;
    }

    private boolean isFree(Rectangle2D place) {
        return area.contains(place) && taken.stream().noneMatch(place::intersects);
    }

    private static Rectangle2D around(double x, double y, double width) {
        return new Rectangle2D.Double(x - width / 2, y - HEIGHT / 2, width, HEIGHT);
    }
}
