package io.sparsesplit.seeded.web;

import io.sparsesplit.seeded.telemetry.WrongArrow;

/** A page, which may know telemetry. */
public final class Page {

    private Page() {}

    public static String title() {
        return "title";
    }

    public static String text() {
        return WrongArrow.page();
    }
}
