package io.sparsesplit.trainer.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Rectangle2D;
import org.junit.jupiter.api.Test;

class LabelPlacerTest {

    private final LabelPlacer names = new LabelPlacer(new Rectangle2D.Double(0, 0, 400, 400));

    @Test
    void aNameStandsToTheRightOfItsPoint() {
        Rectangle2D place = names.place("png", 100, 100);
        assertThat(place.getMinX()).isGreaterThan(100);
        assertThat(place.getCenterY()).isEqualTo(100);
    }

    @Test
    void aNameStaysWithinThePlot() {
        assertThat(names.place("webp-lossless", 390, 100).getMaxX()).isLessThan(390);
    }

    @Test
    void aNameCoversNeitherAMarkerNorAnotherName() {
        names.take(100, 100);
        names.take(120, 100);
        names.take(80, 100);
        Rectangle2D first = names.place("jpeg-50", 100, 100);
        Rectangle2D second = names.place("jpeg-10", 101, 100);
        assertThat(first.getMaxY()).as("above").isLessThan(100);
        assertThat(second.getMinY()).as("below").isGreaterThan(100);
    }

    @Test
    void aNameStandsBesideALineWhileThereIsRoom() {
        names.takeLine(0, 100, 400, 100);
        assertThat(names.place("0.001", 100, 100).getMaxY()).isLessThan(100);
        names.takeLine(0, 80, 400, 120);
        names.takeLine(0, 120, 400, 80);
        names.takeLine(200, 0, 200, 400);
        assertThat(names.place("0.002", 200, 100).getMinX()).isGreaterThan(200);
    }
}
