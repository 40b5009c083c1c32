package io.sparsesplit.trainer.history;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Holds the option {@code --track}; a picocli mixin. */
public final class TrackOption {

    @Option(
            names = "--track",
            paramLabel = "DIR|URL",
            defaultValue = Option.NULL_VALUE,
            description = {
                "Log the run for MLflow as well: into a folder that 'mlflow ui --backend-store-uri DIR' shows,",
                "or to a tracking server, http://HOST:PORT. Training goes on when that fails."
            })
    private @Nullable String place;

    /**
     * Returns the tracker; null when none is wanted.
     *
     * @throws IllegalArgumentException when a URL is malformed
     */
    public @Nullable RunTracker tracker() {
        return place == null ? null : RunTracker.of(place);
    }
}
