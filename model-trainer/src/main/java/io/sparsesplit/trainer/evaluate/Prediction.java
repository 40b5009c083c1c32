package io.sparsesplit.trainer.evaluate;

import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.ExitScore;

/**
 * Holds what each part of a model says of one image.
 *
 * @param exitScore score of the exit that answers, or of the last exit when none is confident enough to answer
 * @param exit answer of the last exit, whether it is confident or not
 * @param tail answer of the tail, whether it is needed or not
 * @param idealBits length of the features' ideal code, in bits
 * @param payloadBytes length of the encoded features, in bytes
 */
public record Prediction(
        ExitScore exitScore, Classification exit, Classification tail, double idealBits, int payloadBytes) {

    /** Returns whether the edge answers without the cloud. */
    public boolean isLocal() {
        return exitScore.confident();
    }

    /** Returns the answer that a client gets while the cloud is there. */
    public Classification served() {
        return isLocal() ? exitScore.classification() : tail;
    }

    /** Returns the name of the part that answers: {@code edge} or {@code cloud}, as in the edge service's answers. */
    public String servedBy() {
        return isLocal() ? "edge" : "cloud";
    }

    /** Returns the index of the most probable class after the served one; the served one when there is no other class. */
    public int runnerUp() {
        int answer = served().classIndex();
        float[] probabilities = served().probabilities();
        int second = -1;
        for (int c = 0; c < probabilities.length; c++) {
            if (c != answer && (second < 0 || probabilities[c] > probabilities[second])) {
                second = c;
            }
        }
        return second < 0 ? answer : second;
    }
}
