package io.sparsesplit.model.kernel;

import io.sparsesplit.model.pattern.Pattern;
import io.sparsesplit.model.pattern.PatternFamily;

/**
 * The affine product of a junction, {@code y = W x + b}, where {@code W} has entries only where the pattern has edges.
 * Immutable and safe to share between threads.
 *
 * <p>Batches are <em>tiles</em>: a row per neuron, in which image {@code lane} is at {@code lane}, so that every edge reads
 * and writes contiguous memory whatever the pattern.
 */
public sealed interface Kernel permits IndexedKernel, CyclicKernel, DenseKernel {

    /**
     * One image.
     *
     * @param x activations of the left layer, length {@code inputs} or more
     * @param y receives the pre-activations of the right layer, length {@code outputs} or more
     */
    void forward(float[] x, float[] y);

    /**
     * A tile of images.
     *
     * @param x activations of the left layer, {@code inputs} rows of {@code lanes} or more
     * @param y receives the pre-activations of the right layer, {@code outputs} rows of {@code lanes} or more
     * @param lanes number of images in the tile
     */
    void forward(float[][] x, float[][] y, int lanes);

    /**
     * The fastest kernel measured for a pattern, see the benchmarks.
     *
     * @param weights of the edges, in the canonical order of {@link Pattern}; the kernel may keep them: they must not change
     *     any more
     * @param biases of the right neurons; as the weights
     * @throws IllegalArgumentException when a length does not fit the pattern
     */
    static Kernel of(Pattern pattern, float[] weights, float[] biases) {
        require("weights", weights.length, pattern.junction().edges());
        require("biases", biases.length, pattern.junction().outputs());
        if (pattern.junction().isDense()) {
            return new DenseKernel(pattern, weights, biases);
        }
        boolean cyclic = pattern.recipe()
                .filter(recipe -> recipe.family() == PatternFamily.CYCLIC)
                .isPresent();
        return cyclic && CyclicKernel.pays(pattern.junction())
                ? new CyclicKernel(pattern, weights, biases)
                : new IndexedKernel(pattern, weights, biases);
    }

    /**
     * A kernel that sees changes of its weights and biases, for training. Not safe while they change.
     *
     * @param weights of the edges, in the canonical order of {@link Pattern}; not copied
     * @param biases of the right neurons; not copied
     * @throws IllegalArgumentException when a length does not fit the pattern
     */
    static Kernel live(Pattern pattern, float[] weights, float[] biases) {
        require("weights", weights.length, pattern.junction().edges());
        require("biases", biases.length, pattern.junction().outputs());
        return pattern.junction().isDense()
                ? new DenseKernel(pattern, weights, biases)
                : new IndexedKernel(pattern, weights, biases);
    }

    private static void require(String what, int actual, int expected) {
        if (actual != expected) {
            throw new IllegalArgumentException("%d %s given, but the pattern has %d".formatted(actual, what, expected));
        }
    }
}
