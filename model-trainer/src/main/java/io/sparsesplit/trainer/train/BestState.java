package io.sparsesplit.trainer.train;

import java.util.List;

/**
 * The state of a network that a phase ends with: that of the last epoch whose objective on validation images is within one
 * standard error of the least (the one-standard-error rule of Breiman et al., Classification and Regression Trees, 1984). Among
 * states that so few images cannot tell apart the latest is taken, as the learning rate falls to its end. A network that training
 * has damaged goes back to the last state that was good. Without validation images it is the last state.
 */
final class BestState {

    private final List<float[]> live;
    private final List<float[]> kept;
    private int epoch;
    private double limit = Double.POSITIVE_INFINITY;
    private double least = Double.POSITIVE_INFINITY;
    private Validation validation = Validation.NONE;

    /** A state before the first epoch: that of the network as it is now. */
    BestState(TrainableNetwork network) {
        this.live = network.numbers();
        this.kept = live.stream().map(float[]::clone).toList();
    }

    /**
     * Keeps the network's present state if it is good.
     *
     * @param epochsDone number of epochs of the phase, 1 or more
     * @return whether it was kept
     */
    boolean offer(int epochsDone, Validation measured) {
        if (!Double.isFinite(measured.objective()) || measured.objective() > limit) {
            return false;
        }
        if (measured.objective() < least && measured.images() > 0) {
            least = measured.objective();
            limit = least + measured.standardError();
        }
        for (int i = 0; i < live.size(); i++) {
            System.arraycopy(live.get(i), 0, kept.get(i), 0, kept.get(i).length);
        }
        epoch = epochsDone;
        validation = measured;
        return true;
    }

    /** Gives the network the state that was kept. */
    void restore() {
        for (int i = 0; i < live.size(); i++) {
            System.arraycopy(kept.get(i), 0, live.get(i), 0, kept.get(i).length);
        }
    }

    /** Returns the number of epochs after which the state was kept; 0 for the state before the first. */
    int epoch() {
        return epoch;
    }

    /** Returns the least objective so far; infinite before the first epoch. */
    double least() {
        return least;
    }

    /** Returns the greatest objective that a state may have to be kept. */
    double limit() {
        return limit;
    }

    /** Returns what was measured of the state. */
    Validation validation() {
        return validation;
    }

    /** Returns the arrays of the state, for a checkpoint; live. */
    List<float[]> numbers() {
        return kept;
    }

    /** Takes what a checkpoint says of the state whose {@link #numbers} it fills. */
    void resume(int epochsDone, Validation measured, double leastSoFar, double limitSoFar) {
        epoch = epochsDone;
        validation = measured;
        least = leastSoFar;
        limit = limitSoFar;
    }
}
