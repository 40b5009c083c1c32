package io.sparsesplit.trainer.calibrate;

import java.util.List;

/**
 * Holds counts over labelled images at one threshold.
 *
 * @param images number of images
 * @param localExits images that an exit answers
 * @param correct images that exits and tail together get right
 * @param lost images that the tail would get right, but an exit answers and is wrong
 * @param won images that the tail would get wrong, but an exit answers and is right
 * @param classes counts of each class, in the order of the network's outputs
 */
record Outcome(int images, int localExits, int correct, int lost, int won, List<ClassOutcome> classes) {

    /** Returns the loss against the tail alone, in percentage points, -100 to 100. */
    double loss() {
        return percent(lost - won);
    }

    /** Returns the percentage of the images that exits and tail together get right. */
    double accuracy() {
        return percent(correct);
    }

    /** Returns the percentage of the images that an exit answers. */
    double localExitRate() {
        return percent(localExits);
    }

    private double percent(int count) {
        return images == 0 ? 0 : 100.0 * count / images;
    }
}
