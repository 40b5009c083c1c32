package io.sparsesplit.edge.rollout;

import io.sparsesplit.edge.models.ServedModel;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A candidate that answers a share of the requests, and is judged by how it does. */
final class Canary extends Trial {

    private final GoldenRatioSampler sampler;
    private final Window canaryWindow;
    private final Window incumbentWindow;

    Canary(ServedModel candidate, ServedModel incumbent, double share, int window) {
        super(Role.CANARY, candidate, incumbent, share);
        this.sampler = new GoldenRatioSampler(share);
        this.canaryWindow = new Window(window);
        this.incumbentWindow = new Window(window);
    }

    /**
     * What both did last.
     *
     * @param candidate the canary
     * @param incumbent the version it may replace
     */
    @Schema(name = "CanaryMeasured")
    record View(Side candidate, Side incumbent) {}

    /**
     * What one version did.
     *
     * @param requests since the trial began
     * @param window how many of them the rest is about
     * @param failureRate share of fallbacks and errors, 0 to 1
     * @param exitRate share that the edge answered because it was sure, 0 to 1
     * @param medianMs from arrival to answer
     * @param cloudAnswers that the contradiction rate is about
     * @param contradictionRate share of the cloud's answers that the edge's exit would not have given, 0 to 1
     */
    record Side(
            long requests,
            int window,
            double failureRate,
            double exitRate,
            double medianMs,
            int cloudAnswers,
            double contradictionRate) {

        static Side of(Window.View view) {
            return new Side(
                    view.requests(),
                    view.shown(),
                    view.failureRate(),
                    view.exitRate(),
                    Math.round(view.medianNanos() / (double) TimeUnit.MICROSECONDS.toNanos(10)) / 100.0,
                    view.cloudAnswers(),
                    view.contradictionRate());
        }
    }

    /** Whether the next request is the candidate's. */
    boolean takesNext() {
        return sampler.next();
    }

    /** The candidate answered, or failed to. */
    void candidateDid(Outcome outcome, @Nullable Boolean contradicted, long nanos) {
        canaryWindow.add(outcome, contradicted, nanos);
    }

    /** The incumbent answered, or failed to. */
    void incumbentDid(Outcome outcome, @Nullable Boolean contradicted, long nanos) {
        incumbentWindow.add(outcome, contradicted, nanos);
    }

    Optional<Bounds.Violation> check(Bounds bounds) {
        return bounds.check(canaryWindow.view(), incumbentWindow.view());
    }

    @Override
    long requests() {
        return canaryWindow.view().requests();
    }

    @Override
    long incumbentRequests() {
        return incumbentWindow.view().requests();
    }

    @Override
    View view() {
        return new View(Side.of(canaryWindow.view()), Side.of(incumbentWindow.view()));
    }

    @Override
    public void close() {}
}
