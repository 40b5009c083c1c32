package io.sparsesplit.edge.rollout;

import io.micrometer.core.instrument.MeterRegistry;
import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.edge.models.ServedModels;
import io.sparsesplit.edge.sync.CloudRepository;
import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.service.catalog.ModelListing;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Edge and cloud agree on a version: a version whose tail the cloud turns out not to have loaded is replaced, for requests that
 * leave the version open, by the newest that both have loaded. From time to time the cloud is asked for its list of models; when
 * it has loaded the version by then, that is used again.
 */
@Component
class Negotiation implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Negotiation.class);

    private final ServedModels models;
    private final CloudRepository cloud;
    private final Duration pause;
    private final Thread thread;

    /** By fingerprint; nearly always empty. Replaced as a whole. */
    private volatile Map<String, Lack> lacking = Map.of();

    Negotiation(ServedModels models, CloudRepository cloud, NegotiationProperties properties, MeterRegistry registry) {
        this.models = models;
        this.cloud = cloud;
        this.pause = properties.retryInterval();
        this.thread = new Thread(this::run, "negotiation");
        registry.gauge("sparsesplit.rollout.substituted", this, negotiation -> negotiation.substitutes() ? 1 : 0);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * A version whose tail the cloud lacks.
     *
     * @param version that it is
     * @param fingerprint of it
     * @param otherBuild whether it has loaded another model under the same name and version
     * @param since when that is known
     * @param loaded fingerprints of what the cloud has loaded instead
     */
    record Lack(String version, String fingerprint, boolean otherBuild, Instant since, Set<String> loaded) {}

    /** The version to use in place of a wished one: the same, unless the cloud lacks it and another is loaded by both. */
    ServedModel inPlaceOf(ServedModel wished) {
        Map<String, Lack> known = lacking;
        if (known.isEmpty()) {
            return wished;
        }
        Lack lack = known.get(wished.fingerprint().toString());
        return lack == null
                ? wished
                : loadedByBoth(wished.model(), lack.loaded()).orElse(wished);
    }

    private Optional<ServedModel> loadedByBoth(EdgeModel wished, Collection<String> loaded) {
        return models.all().stream()
                .filter(model ->
                        model.manifest().name().equals(wished.manifest().name()))
                .filter(model -> loaded.contains(model.fingerprint().toString()))
                .max(Comparator.comparing(model -> model.manifest().version(), ModelRepository::compareVersions));
    }

    /** Whether the cloud is known to have no such version as this, so that there is no use in asking it. */
    boolean lacks(String fingerprint) {
        Map<String, Lack> known = lacking;
        if (known.isEmpty()) {
            return false;
        }
        Lack lack = known.get(fingerprint);
        return lack != null && !lack.otherBuild();
    }

    /**
     * The cloud said that it has not loaded a model.
     *
     * @param loaded fingerprints of those that it has loaded
     * @param otherBuild whether it has loaded a model of the same name and version: one of the two was published a second time,
     *     which is left to the circuit breaker to judge when nothing can stand in
     */
    void notLoaded(EdgeModel model, Collection<String> loaded, boolean otherBuild) {
        if (otherBuild && loadedByBoth(model, loaded).isEmpty()) {
            return;
        }
        Lack lack = new Lack(
                model.manifest().version(),
                model.fingerprint().toString(),
                otherBuild,
                Instant.now(),
                Set.copyOf(loaded));
        if (add(lack)) {
            LOG.warn(
                    "The cloud has not loaded {} {} (fingerprint {}): a version that both have loaded answers in its place, if there"
                            + " is one",
                    model.manifest().name(),
                    model.manifest().version(),
                    model.fingerprint().toString().substring(0, 16));
        }
    }

    List<Lack> lacking() {
        return List.copyOf(lacking.values());
    }

    private boolean substitutes() {
        ServedModel wished = models.defaultModel();
        return !inPlaceOf(wished).fingerprint().equals(wished.fingerprint());
    }

    private synchronized boolean add(Lack lack) {
        Map<String, Lack> next = new TreeMap<>(lacking);
        // What is no longer served here does not matter any more, and what does is not much.
        next.keySet()
                .retainAll(models.all().stream()
                        .map(model -> model.fingerprint().toString())
                        .toList());
        boolean news = next.put(lack.fingerprint(), lack) == null;
        lacking = Map.copyOf(next);
        return news;
    }

    private synchronized void remove(Collection<String> fingerprints) {
        Map<String, Lack> next = new TreeMap<>(lacking);
        next.keySet().removeAll(fingerprints);
        lacking = Map.copyOf(next);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(pause.toMillis());
                askAgain();
            }
        } catch (InterruptedException e) {
            LOG.debug("The service stops", e);
        }
    }

    private void askAgain() {
        Map<String, Lack> known = lacking;
        if (known.isEmpty()) {
            return;
        }
        try {
            ModelListing listing = cloud.list();
            for (Lack lack : known.values()) {
                if (listing.held().contains(lack.fingerprint())) {
                    remove(List.of(lack.fingerprint()));
                    LOG.info("The cloud has loaded {} by now: it is used again", lack.version());
                } else {
                    add(new Lack(
                            lack.version(),
                            lack.fingerprint(),
                            lack.otherBuild(),
                            lack.since(),
                            Set.copyOf(listing.held())));
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("The cloud does not say what it has loaded", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
