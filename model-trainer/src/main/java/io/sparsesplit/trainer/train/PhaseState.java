package io.sparsesplit.trainer.train;

import java.util.List;

/**
 * All that changes while a phase of a training runs.
 *
 * @param trainer trainer of the phase
 * @param best best state of the network in the phase so far
 * @param before state of the network before the phase
 * @param earlier outcomes of the phases before
 */
record PhaseState(Trainer trainer, BestState best, BestState before, List<PhaseOutcome> earlier) {}
