package io.sparsesplit.edge.sync;

import io.micrometer.core.instrument.MeterRegistry;
import io.sparsesplit.model.artifact.ArtifactException;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.service.catalog.ModelListing;
import io.sparsesplit.service.settings.ModelProperties;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Looks into the cloud's repository from time to time, and fetches the versions of the served model that are newer than what
 * is here. Whatever goes wrong is counted and logged, and tried again the next time.
 */
@Component
class Puller implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Puller.class);
    private static final double JITTER = 0.2;
    private static final long MOST_BEFORE_FIRST_MS = 10_000;

    private final CloudRepository cloud;
    private final ModelRepository repository;
    private final PullProperties properties;
    private final MeterRegistry registry;
    private final String name;
    private final Thread thread;

    Puller(
            CloudRepository cloud,
            ModelRepository repository,
            PullProperties properties,
            ModelProperties model,
            MeterRegistry registry) {
        this.cloud = cloud;
        this.repository = repository;
        this.properties = properties;
        this.registry = registry;
        this.name = model.name();
        this.thread = new Thread(this::run, "pull");
        for (PullOutcome outcome : PullOutcome.values()) {
            registry.counter("sparsesplit.rollout.pulls", "outcome", outcome.toString());
        }
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        if (properties.enabled()) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** The first look is soon, but not at the same moment on all edges that were started together. */
    private void run() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long interval = properties.interval().toMillis();
        try {
            Thread.sleep(random.nextLong(Math.min(interval, MOST_BEFORE_FIRST_MS) + 1));
            while (true) {
                look();
                Thread.sleep(Math.round(interval * random.nextDouble(1 - JITTER, 1 + JITTER)));
            }
        } catch (InterruptedException e) {
            LOG.debug("The service stops", e);
        }
    }

    /** Fetches what is new, the oldest first. */
    void look() {
        try {
            List<ModelListing.Version> wanted = newer(cloud.list());
            Set<String> versions =
                    wanted.stream().map(ModelListing.Version::version).collect(Collectors.toSet());
            repository.removeIncoming(name, version -> !versions.contains(version));
            if (wanted.isEmpty()) {
                count(PullOutcome.NOTHING_NEW);
            }
            for (ModelListing.Version version : wanted) {
                if (!fetch(version)) {
                    return;
                }
            }
        } catch (IOException e) {
            count(e instanceof PullException known ? known.outcome() : PullOutcome.UNREACHABLE);
            LOG.warn("The cloud's repository cannot be looked at: {}", e.getMessage());
        } catch (ArtifactException e) {
            count(PullOutcome.DISK);
            LOG.warn("The repository cannot be used: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Looking for new versions failed", e);
        }
    }

    private List<ModelListing.Version> newer(ModelListing listing) throws PullException {
        List<String> here = repository.versions(name);
        try {
            List<ModelListing.Version> newer = listing.models().stream()
                    .filter(version -> version.name().equals(name))
                    .filter(version -> here.isEmpty()
                            || ModelRepository.compareVersions(version.version(), here.get(here.size() - 1)) > 0)
                    .sorted(Comparator.comparing(ModelListing.Version::version, ModelRepository::compareVersions))
                    .toList();
            return newer.subList(Math.max(0, newer.size() - properties.maxVersions()), newer.size());
        } catch (IllegalArgumentException e) {
            throw new PullException(PullOutcome.CORRUPT, "the cloud's list of models is wrong: " + e.getMessage(), e);
        }
    }

    /** Whether it makes sense to go on with the next: a newer version in place would hide that this one is missing. */
    private boolean fetch(ModelListing.Version version) {
        try {
            new Download(cloud, repository, properties, version).run();
            count(PullOutcome.FETCHED);
            LOG.info("Fetched {} {} (fingerprint {})", name, version.version(), version.fingerprint());
            return true;
        } catch (PullException e) {
            count(e.outcome());
            LOG.warn("{} {} was not fetched: {}", name, version.version(), e.getMessage());
            return e.outcome() == PullOutcome.CORRUPT || e.outcome() == PullOutcome.TOO_LARGE;
        }
    }

    private void count(PullOutcome outcome) {
        registry.counter("sparsesplit.rollout.pulls", "outcome", outcome.toString())
                .increment();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
