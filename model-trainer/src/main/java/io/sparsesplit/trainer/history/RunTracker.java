package io.sparsesplit.trainer.history;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells an experiment tracker of one training. Any method may fail; the training goes on all the same. */
public sealed interface RunTracker permits MlflowFiles, MlflowServer {

    /**
     * Begins a run, or goes on with an earlier one.
     *
     * @param earlier identity of the run to go on with; null for a new one
     * @return identity of the run
     */
    String begin(RunRecord run, @Nullable String earlier) throws IOException, InterruptedException;

    /** Logs the figures of an epoch that were measured. */
    void epoch(EpochRecord epoch) throws IOException, InterruptedException;

    /**
     * Ends the run.
     *
     * @param figures final figures by name
     * @param files published files by name, for trackers that keep files
     * @param completed whether the training went to its end
     */
    void end(Map<String, Double> figures, Map<String, byte[]> files, boolean completed)
            throws IOException, InterruptedException;

    /**
     * Returns the tracker of a place: a URL that begins with http:// or https:// is a server with MLflow's REST interface,
     * anything else a folder in MLflow's layout.
     *
     * @throws IllegalArgumentException when a URL is malformed
     */
    static RunTracker of(String place) {
        if (place.startsWith("http://") || place.startsWith("https://")) {
            return new MlflowServer(URI.create(place), Clock.systemUTC(), Duration.ofSeconds(5));
        }
        return new MlflowFiles(Path.of(place), Clock.systemUTC());
    }
}
