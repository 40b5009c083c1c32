package io.sparsesplit.trainer.train;

import java.util.List;
import java.util.stream.Collectors;

/** Where a training begins: at its checkpoint, or anew. */
enum ResumeDecision {
    /** There is no checkpoint. */
    BEGIN,
    /** The checkpoint is of the same training: it goes on. */
    RESUME,
    /** There is a checkpoint, and it is to be deleted. */
    DISCARD;

    /** Asks a user whether to go on. */
    interface Question {

        /** An answer where nobody can be asked. */
        Question YES = recorded -> true;

        /** Returns whether the training goes on from there; otherwise its checkpoint is discarded. */
        boolean goOn(Checkpoint.Recorded recorded);
    }

    /**
     * Decides where a training begins.
     *
     * @param restart whether the user wants to begin anew, whatever there is
     * @param question asked when the checkpoint is of the same training
     * @throws IllegalArgumentException when the checkpoint is damaged, or of a training with other options or images, which
     *     the message names
     */
    static ResumeDecision of(Checkpoint checkpoint, boolean restart, Question question) {
        if (!checkpoint.exists()) {
            return BEGIN;
        }
        if (restart) {
            return DISCARD;
        }
        Checkpoint.Recorded recorded = recorded(checkpoint);
        if (recorded.description().equals(checkpoint.description())) {
            return question.goOn(recorded) ? RESUME : DISCARD;
        }
        List<CommandDifference> differences =
                CommandDifference.between(recorded.description(), checkpoint.description());
        throw new IllegalArgumentException("%s is of a training that had not ended, and %s. %s"
                .formatted(
                        checkpoint.file(),
                        differences.isEmpty()
                                ? "its images were others, or divided in another way"
                                : differences.stream()
                                        .map(CommandDifference::toString)
                                        .collect(Collectors.joining(", ")),
                        differences.isEmpty()
                                ? "Give it the same --data again, or begin anew with --restart."
                                : "Give it the same options again, or begin anew with --restart."));
    }

    private static Checkpoint.Recorded recorded(Checkpoint checkpoint) {
        try {
            return checkpoint.recorded();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: begin anew with --restart".formatted(e.getMessage()), e);
        }
    }
}
