package io.sparsesplit.edge.rollout;

import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.edge.models.ServedModels;
import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.service.catalog.Catalog;
import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Which version answers a request, and how a candidate becomes the default or is given up. There is at most one trial at a
 * time. It lives in memory: when the service starts again, the incumbent answers everything.
 */
@Component
public class Rollout implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rollout.class);

    private final ServedModels models;
    private final Catalog<ServedModel> catalog;
    private final Negotiation negotiation;
    private final BoundsProperties limits;
    private final Bounds bounds;
    private final ShadowProperties shadowLimits;
    private final RolloutMetrics metrics;
    private final AtomicReference<@Nullable Trial> trial = new AtomicReference<>();
    private volatile @Nullable Ended last;
    private volatile @Nullable String previous;

    Rollout(
            ServedModels models,
            Catalog<ServedModel> catalog,
            Negotiation negotiation,
            BoundsProperties limits,
            ShadowProperties shadowLimits,
            RolloutMetrics metrics) {
        this.models = models;
        this.catalog = catalog;
        this.negotiation = negotiation;
        this.limits = limits;
        this.bounds = new Bounds(limits);
        this.shadowLimits = shadowLimits;
        this.metrics = metrics;
        catalog.loaded().listen(this::loadedChanged);
    }

    /**
     * The version to answer a request with: the one asked for, or else the default, the canary when it is its turn, or what
     * stands in for a default that the cloud lacks.
     *
     * @param name of the model; null for that of the default
     * @param version of it; null when the request leaves that open
     * @throws ProblemException naming those that are loaded, when this one is not
     */
    public ServedModel choose(@Nullable String name, @Nullable String version) {
        ServedModel model = models.choose(name, version);
        if (version != null || !isOf(model, models.defaultModel())) {
            return model;
        }
        return trial.get() instanceof Canary canary && canary.takesNext()
                ? canary.candidate()
                : negotiation.inPlaceOf(model);
    }

    /** Whether answers are to be {@linkplain #answered observed} now. */
    public boolean observes() {
        return trial.get() != null;
    }

    /**
     * An image was answered.
     *
     * @param file kept for a moment if it is to be compared; null when it is no longer there, and cannot be
     */
    public void answered(byte @Nullable [] file, Observation image) {
        Trial now = trial.get();
        if (now instanceof Shadow shadow && isOf(shadow.incumbent(), image.model())) {
            metrics.counted(Role.INCUMBENT, image.outcome());
            shadow.answered(file, image);
        } else if (now instanceof Canary canary) {
            observe(canary, image.model(), image.outcome(), image.contradicted(), image.nanos());
        }
    }

    /** An image that could be decoded was not answered, for a fault of this program or of the model. */
    public void failed(ServedModel model, long nanos) {
        if (trial.get() instanceof Canary canary) {
            observe(canary, model, Outcome.ERROR, null, nanos);
        }
    }

    /**
     * The cloud said that it has not loaded a model: a candidate is given up at once, anything else is negotiated.
     *
     * @param loaded fingerprints of those that it has loaded
     * @param otherBuild whether it has loaded a model of the same name and version
     */
    public void notLoaded(EdgeModel model, Collection<String> loaded, boolean otherBuild) {
        negotiation.notLoaded(model, loaded, otherBuild);
        if (trial.get() instanceof Canary canary
                && canary.candidate().fingerprint().equals(model.fingerprint())) {
            rollBack(canary, RollbackReason.UNKNOWN_MODEL, "the cloud does not hold its tail");
        }
    }

    /** Whether the cloud is known to have no such version as this, so that there is no use in asking it. */
    public boolean isLackedByCloud(String fingerprint) {
        return negotiation.lacks(fingerprint);
    }

    /** Lets a version answer a share of the requests. */
    void startCanary(String version, double share) {
        ServedModel candidate = candidate(version);
        if (negotiation.lacks(candidate.fingerprint().toString())) {
            throw new ProblemException(
                    Problem.VERSIONS_CONFLICT,
                    "The cloud does not hold the tail of %s: load it there, and try again a little later."
                            .formatted(version));
        }
        start(new Canary(candidate, models.defaultModel(), share, limits.window()));
    }

    /** Lets a version look at a share of the images. */
    void startShadow(String version, double share) {
        start(new Shadow(candidate(version), models.defaultModel(), share, shadowLimits.queue(), metrics));
    }

    /** Makes the candidate the default. */
    void promote() {
        Trial now = trial.get();
        if (now == null || !end(now, Ended.How.PROMOTED, null, "it was wanted")) {
            throw new ProblemException(
                    Problem.VERSIONS_CONFLICT, "No candidate is tried: POST a canary or a shadow first.");
        }
        previous = versionOf(now.incumbent());
        catalog.makeDefault(nameOf(now.candidate()), versionOf(now.candidate()));
    }

    /** Gives the candidate up or, when none is tried, returns to the version before the last promotion. */
    void rollBack() {
        Trial now = trial.get();
        String before = previous;
        if (now != null) {
            rollBack(now, RollbackReason.REQUESTED, "it was wanted");
        } else if (before != null) {
            ServedModel promoted = models.defaultModel();
            catalog.makeDefault(nameOf(promoted), before);
            previous = null;
            metrics.rolledBack(RollbackReason.REQUESTED);
            LOG.warn("{} is rolled back to {}: it was wanted", versionOf(promoted), before);
        } else {
            throw new ProblemException(
                    Problem.VERSIONS_CONFLICT,
                    "No candidate is tried and none was promoted: there is nothing to undo.");
        }
    }

    RolloutState state() {
        return RolloutState.of(
                models.defaultModel(),
                negotiation.inPlaceOf(models.defaultModel()),
                trial.get(),
                last,
                negotiation.lacking());
    }

    /** Loaded, beside a default that stays the default whatever the policy makes of the new version. */
    private ServedModel candidate(String version) {
        ServedModel current = models.defaultModel();
        if (versionOf(current).equals(version)) {
            throw new ProblemException(
                    Problem.VERSIONS_CONFLICT, "%s is the default already: choose another version.".formatted(version));
        }
        catalog.makeDefault(nameOf(current), versionOf(current));
        catalog.load(nameOf(current), version, null);
        return models.choose(nameOf(current), version);
    }

    private void start(Trial next) {
        Trial before = trial.get();
        if (before != null) {
            end(before, Ended.How.REPLACED, null, "another trial was started");
        }
        if (!trial.compareAndSet(null, next)) {
            next.close();
            throw new ProblemException(
                    Problem.VERSIONS_CONFLICT, "Another trial was started at the same moment: look at it first.");
        }
        LOG.info(
                "{} is tried as {} with {} % of the requests, beside {}",
                versionOf(next.candidate()), next.role(), 100 * next.share(), versionOf(next.incumbent()));
    }

    private void observe(
            Canary canary, ServedModel model, Outcome outcome, @Nullable Boolean contradicted, long nanos) {
        if (isOf(canary.candidate(), model)) {
            metrics.counted(Role.CANARY, outcome);
            canary.candidateDid(outcome, contradicted, nanos);
            canary.check(bounds).ifPresent(left -> rollBack(canary, left.reason(), left.sentence()));
        } else if (isOf(canary.incumbent(), model)) {
            metrics.counted(Role.INCUMBENT, outcome);
            canary.incumbentDid(outcome, contradicted, nanos);
        }
    }

    private void rollBack(Trial tried, RollbackReason reason, String sentence) {
        if (end(tried, Ended.How.ROLLED_BACK, reason, sentence)) {
            metrics.rolledBack(reason);
        }
    }

    /** Whether this call ended it, and not another at the same time. */
    private boolean end(Trial tried, Ended.How how, @Nullable RollbackReason reason, String sentence) {
        if (!trial.compareAndSet(tried, null)) {
            return false;
        }
        tried.close();
        Ended ended = Ended.of(tried, how, reason, sentence);
        last = ended;
        LOG.atLevel(how.level())
                .log(
                        "{} is {} after {} requests of its own and {} of the incumbent, in {} s: {}",
                        ended.version(),
                        how,
                        ended.requests(),
                        ended.incumbentRequests(),
                        ended.seconds(),
                        sentence);
        return true;
    }

    /** Called before the change is seen by any request. */
    private void loadedChanged(List<ServedModel> loaded) {
        Trial now = trial.get();
        if (now != null
                && !(isOf(loaded.get(0), now.incumbent())
                        && loaded.stream().anyMatch(model -> isOf(model, now.candidate())))) {
            end(now, Ended.How.SUPERSEDED, null, "the versions held have changed");
        }
    }

    private static String nameOf(ServedModel model) {
        return model.manifest().name();
    }

    private static String versionOf(ServedModel model) {
        return model.manifest().version();
    }

    private static boolean isOf(ServedModel one, ServedModel other) {
        return one.fingerprint().equals(other.fingerprint());
    }

    /** Ends what runs beside the requests. */
    @Override
    public void close() {
        Trial now = trial.getAndSet(null);
        if (now != null) {
            now.close();
        }
    }
}
