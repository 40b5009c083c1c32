package io.sparsesplit.trainer.predict;

import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.Verdict;

/**
 * A model's answer for one image.
 *
 * @param classification probabilities of the classes, of whoever answers
 * @param onEdge whether an exit answers; otherwise the tail does
 * @param lastExit verdict of the last exit that was asked
 */
record Prediction(Classification classification, boolean onEdge, Verdict lastExit) {

    /** Returns the class that is the most probable after the answered one; the answered one when there is no other. */
    int runnerUp() {
        float[] probabilities = classification.probabilities();
        int second = -1;
        for (int c = 0; c < probabilities.length; c++) {
            if (c != classification.classIndex() && (second < 0 || probabilities[c] > probabilities[second])) {
                second = c;
            }
        }
        return second < 0 ? classification.classIndex() : second;
    }

    /** Returns the name of whoever answers: {@code edge} or {@code cloud}, as in the edge service's answers. */
    String exit() {
        return onEdge ? "edge" : "cloud";
    }
}
