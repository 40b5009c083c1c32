package io.sparsesplit.service.catalog;

import java.util.ArrayList;
import java.util.List;

/** What is told of all versions: written while they change, read at any time. */
final class VersionStates {

    private volatile List<VersionState> all = List.of();

    List<VersionState> all() {
        return all;
    }

    /** These are the states from now on; those that are as before are since as before. */
    void publish(List<VersionState> next) {
        List<VersionState> before = all;
        List<VersionState> published = new ArrayList<>();
        for (VersionState state : next) {
            VersionState known = state;
            for (VersionState earlier : before) {
                known = known.after(earlier);
            }
            published.add(known);
        }
        all = List.copyOf(published);
    }

    /** A version is about to be loaded; nothing else has changed. */
    void loading(ModelVersion version) {
        List<VersionState> next = new ArrayList<>(all);
        next.removeIf(state -> state.isOf(version));
        next.add(VersionState.loading(version));
        all = List.copyOf(next);
    }
}
