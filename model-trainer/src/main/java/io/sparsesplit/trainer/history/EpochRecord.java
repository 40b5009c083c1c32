package io.sparsesplit.trainer.history;

/**
 * Holds the figures of one epoch. A figure that was not measured is {@link Double#NaN}.
 *
 * @param epoch number of the epoch over all phases, from 1
 * @param epochs number of epochs of all phases, at least {@code epoch}
 * @param phase name of the phase, not empty
 * @param learningRate learning rate at the end of the epoch
 * @param loss mean loss over the training images, in nats
 * @param exitAccuracy accuracy of the last exit on the validation images, in percent
 * @param exitLoss mean cross-entropy of the last exit on the validation images, in nats
 * @param tailAccuracy accuracy of the tail on the validation images, in percent
 * @param tailLoss mean cross-entropy of the tail on the validation images, in nats
 * @param bits mean length of a training image's features in bits; NaN in phases that do not count bits
 * @param seconds duration of the epoch in seconds
 * @param imagesPerSecond number of training images per second
 * @param note one word such as "best" or "undone"; empty for none
 */
public record EpochRecord(
        int epoch,
        int epochs,
        String phase,
        double learningRate,
        double loss,
        double exitAccuracy,
        double exitLoss,
        double tailAccuracy,
        double tailLoss,
        double bits,
        double seconds,
        double imagesPerSecond,
        String note) {

    /**
     * Checks the numbers of the epoch and the name of its phase.
     *
     * @throws IllegalArgumentException when one of them cannot be
     */
    public EpochRecord {
        if (epoch < 1 || epoch > epochs) {
            throw new IllegalArgumentException("there is no epoch %d of %d".formatted(epoch, epochs));
        }
        if (phase.isEmpty()) {
            throw new IllegalArgumentException("epoch %d has no phase".formatted(epoch));
        }
    }

    /** Returns the same epoch with a note. */
    public EpochRecord withNote(String text) {
        return new EpochRecord(
                epoch,
                epochs,
                phase,
                learningRate,
                loss,
                exitAccuracy,
                exitLoss,
                tailAccuracy,
                tailLoss,
                bits,
                seconds,
                imagesPerSecond,
                text);
    }
}
