package io.sparsesplit.trainer.report.plot;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Places for names beside points: to the right, to the left, above or below, the first of them where nothing stands yet.
 * Widths are guessed from the number of letters, as fonts differ from reader to reader.
 */
final class Names {

    private static final double LETTER = 6.2;
    private static final double HEIGHT = 12;
    private static final double ASIDE = 9;
    private static final double MARKER = 10;

    private final Rectangle2D area;
    private final List<Rectangle2D> taken = new ArrayList<>();

    /** @param area that names must not leave */
    Names(Rectangle2D area) {
        this.area = area;
    }

    /** A marker around a point, which no name may cover. */
    void take(double x, double y) {
        taken.add(new Rectangle2D.Double(x - MARKER / 2, y - MARKER / 2, MARKER, MARKER));
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
        Rectangle2D place = places.stream().filter(this::isFree).findFirst().orElse(places.get(0));
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
