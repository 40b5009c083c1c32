package io.sparsesplit.trainer.evaluate;

/**
 * Describes an image with a wrong answer.
 *
 * @param image number of the image
 * @param truth class of the image
 * @param answer class that it was taken for
 * @param confidence probability of the answer, 0 to 1
 * @param local whether the edge gave the answer by itself
 */
public record Mistake(int image, int truth, int answer, double confidence, boolean local) {}
