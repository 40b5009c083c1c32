package io.sparsesplit.trainer.report.plot;

/** What stands at a point, so that series differ by shape, too. */
public enum Marker {
    NONE(""),
    CIRCLE("M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"),
    SQUARE("M-3.6 -3.6h7.2v7.2h-7.2z"),
    TRIANGLE("M0 -4.6l4.6 8.2h-9.2z"),
    DIAMOND("M0 -5.2l5.2 5.2l-5.2 5.2l-5.2 -5.2z");

    private final String path;

    Marker(String path) {
        this.path = path;
    }

    /** The path around (0, 0), in pixels. */
    String path() {
        return path;
    }
}
