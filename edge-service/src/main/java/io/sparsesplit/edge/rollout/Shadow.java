package io.sparsesplit.edge.rollout;

import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.model.network.ExitScore;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A candidate that looks at a share of the images as well, after they were answered and on a thread of its own. It answers
 * none, and asks the cloud nothing: only its head is compared. What comes while its queue is full is left out.
 */
final class Shadow extends Trial {

    private static final Logger LOG = LoggerFactory.getLogger(Shadow.class);

    private final GoldenRatioSampler sampler;
    private final RolloutMetrics metrics;
    private final ThreadPoolExecutor thread;
    private final Comparison comparison = new Comparison();

    Shadow(ServedModel candidate, ServedModel incumbent, double share, int queue, RolloutMetrics metrics) {
        super(Role.SHADOW, candidate, incumbent, share);
        this.sampler = new GoldenRatioSampler(share);
        this.metrics = metrics;
        this.thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), work -> {
            Thread worker = new Thread(work, "shadow");
            worker.setDaemon(true);
            return worker;
        });
    }

    /**
     * The incumbent has answered an image; never waits. One whose file is no longer there, or that the incumbent's exit did not look
     * at, cannot be compared.
     */
    void answered(byte @Nullable [] file, Observation image) {
        comparison.answered();
        ExitScore exit = image.exit();
        if (file != null && exit != null && sampler.next()) {
            try {
                thread.execute(() -> compare(file, image, exit));
            } catch (RejectedExecutionException busy) {
                comparison.dropped();
                metrics.counted(Role.SHADOW, Outcome.DROPPED);
            }
        }
    }

    private void compare(byte[] file, Observation image, ExitScore incumbentExit) {
        try {
            ExitDecision decision =
                    candidate().head().decide(candidate().decoder().decode(file), image.thresholds());
            int best = decision.exitScore().classification().classIndex();
            comparison.compared(
                    image,
                    incumbentExit,
                    decision,
                    candidate().manifest().labels().get(best));
            metrics.counted(Role.SHADOW, decision instanceof ExitDecision.Exit ? Outcome.EDGE : Outcome.CLOUD);
        } catch (RuntimeException e) {
            LOG.debug("The shadow cannot work with an image that the incumbent answered", e);
            comparison.failed();
            metrics.counted(Role.SHADOW, Outcome.ERROR);
        }
    }

    @Override
    long requests() {
        return comparison.view().compared();
    }

    @Override
    long incumbentRequests() {
        return comparison.view().answered();
    }

    @Override
    Comparison.View view() {
        return comparison.view();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
