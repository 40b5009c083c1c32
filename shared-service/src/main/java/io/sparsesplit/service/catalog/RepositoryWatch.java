package io.sparsesplit.service.catalog;

import io.sparsesplit.service.settings.ModelProperties;
import io.sparsesplit.service.settings.SettingException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.convert.DurationStyle;

/**
 * Looks into the repository at intervals. File systems can tell of changes, but not those that containers are given from
 * outside, nor network shares: to look finds all of them.
 */
final class RepositoryWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RepositoryWatch.class);
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final Catalog<?> catalog;
    private final Duration interval;
    private final Thread thread = new Thread(this::watch, "model-watch");

    RepositoryWatch(Catalog<?> catalog, ModelProperties settings) {
        this.catalog = catalog;
        this.interval = settings.watchInterval();
        if (interval.isNegative() || (!interval.isZero() && interval.compareTo(SHORTEST) < 0)) {
            throw new SettingException(
                    "sparsesplit.model.watch-interval is %s, which is too short."
                            .formatted(DurationStyle.SIMPLE.print(interval)),
                    "Write a duration from 100ms to 1h, with its unit, for example 5s; or 0s not to watch.");
        }
        thread.setDaemon(true);
        if (!interval.isZero()) {
            thread.start();
        }
    }

    /** A look that fails must not be the last one; of many in a row only the first is worth a line. */
    private void watch() {
        boolean failing = false;
        while (pause()) {
            try {
                catalog.look();
                failing = false;
            } catch (RuntimeException e) {
                if (!failing) {
                    LOG.warn("The repository of models cannot be looked into: {}", e.getMessage());
                    LOG.debug("Looking into the repository failed", e);
                }
                failing = true;
            }
        }
    }

    private boolean pause() {
        try {
            Thread.sleep(interval.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
