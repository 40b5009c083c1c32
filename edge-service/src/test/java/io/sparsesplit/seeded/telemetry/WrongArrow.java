package io.sparsesplit.seeded.telemetry;

import io.sparsesplit.seeded.web.Page;

/** Telemetry that knows a page: seeded, so that a test sees the rule bite. */
public final class WrongArrow {

    private WrongArrow() {}

    public static String page() {
        return Page.title();
    }
}
