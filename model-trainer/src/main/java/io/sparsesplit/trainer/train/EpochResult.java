package io.sparsesplit.trainer.train;

/**
 * What an epoch of a training brought.
 *
 * @param epoch number of epochs done in all phases, this one included
 * @param epochs number of epochs of all phases
 * @param phase name of the phase
 * @param learningRate learning rate of the epoch's last step
 * @param loss mean training loss over the epoch's images, in nats
 * @param bits mean code length of an image's features in training, in bits; 0 when they are not rounded
 * @param validation what the network reaches on validation images now
 * @param best whether this is the best state of its phase so far
 * @param images number of images trained on
 * @param seconds duration of the epoch
 */
record EpochResult(
        int epoch,
        int epochs,
        String phase,
        double learningRate,
        double loss,
        double bits,
        Validation validation,
        boolean best,
        int images,
        double seconds) {}
