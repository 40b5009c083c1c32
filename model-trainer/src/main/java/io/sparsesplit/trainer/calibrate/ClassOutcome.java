package io.sparsesplit.trainer.calibrate;

/**
 * Holds counts over the labelled images of one class at one threshold.
 *
 * @param images number of images of the class
 * @param missed images that an exit answers with another class
 * @param recognised images that exits and tail together answer with the class
 */
record ClassOutcome(int images, int missed, int recognised) {}
