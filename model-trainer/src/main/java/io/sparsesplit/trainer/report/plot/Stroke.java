package io.sparsesplit.trainer.report.plot;

/** How the points of a series are joined. */
public enum Stroke {
    NONE(""),
    SOLID(""),
    DASHED(" stroke-dasharray=\"7 4\""),
    DOTTED(" stroke-dasharray=\"1.5 4\" stroke-linecap=\"round\"");

    private final String attribute;

    Stroke(String attribute) {
        this.attribute = attribute;
    }

    String attribute() {
        return attribute;
    }
}
