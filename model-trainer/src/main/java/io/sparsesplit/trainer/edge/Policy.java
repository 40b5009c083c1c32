package io.sparsesplit.trainer.edge;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Who may answer an image: what {@code /infer?policy=} takes. */
public enum Policy {
    AUTO,
    LOCAL_ONLY,
    REMOTE_ONLY,
    SPLIT;

    /**
     * The policy of a name.
     *
     * @throws IllegalArgumentException naming those there are when there is none
     */
    public static Policy of(String name) {
        return Arrays.stream(values())
                .filter(policy -> policy.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no policy '%s': choose one of %s".formatted(name, List.of(values()))));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
