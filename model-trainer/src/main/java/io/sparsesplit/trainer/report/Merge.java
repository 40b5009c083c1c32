package io.sparsesplit.trainer.report;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Records of several folders joined. One that is in two of them counts once: the same command makes the same figures,
 * wherever it runs.
 *
 * @param <T> the record
 */
final class Merge<T> {

    private record Found<T>(Path folder, T record) {}

    private final Function<T, String> identity;
    private final Map<String, Found<T>> found = new LinkedHashMap<>();

    /** @param identity what tells a record from others, in words */
    Merge(Function<T, String> identity) {
        this.identity = identity;
    }

    /**
     * Adds what is in a folder.
     *
     * @throws ResultsException when another folder has a record of the same identity that says otherwise
     */
    void add(Path folder, List<T> records) {
        for (T record : records) {
            Found<T> other = found.putIfAbsent(identity.apply(record), new Found<>(folder, record));
            if (other != null && !other.record.equals(record)) {
                throw new ResultsException("%s and %s do not agree on %s: delete it in one of them"
                        .formatted(other.folder, folder, identity.apply(record)));
            }
        }
    }

    List<T> records() {
        return found.values().stream().map(Found::record).toList();
    }
}
