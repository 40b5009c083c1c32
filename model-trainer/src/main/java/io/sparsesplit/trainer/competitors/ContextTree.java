package io.sparsesplit.trainer.competitors;

import io.sparsesplit.model.codec.FrequencyTable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How often each level of a pixel comes, given what came before: a tree that asks the questions of a {@link PixelContext} one
 * after the other, as long as there were pictures enough to learn more from the answer. Every node has a table of whole
 * numbers; that of the last node reached counts. Immutable.
 *
 * <p>Static tables, since a picture of some hundred pixels is over before adaptive ones have learned anything. Both ends must
 * hold them. A 1-bit digit of 28 x 28 pixels takes 12.9 bytes, where PNG takes 248 and lossless WebP 204 for the whole picture: the
 * strongest competitor that sending features has to beat. The comparison does not charge for the tables.
 */
final class ContextTree {

    /** As many pixels must have come to a node for it to ask on. */
    private static final int ENOUGH = 50;
    /** As many pixels count as seen with the frequencies of the node above. */
    private static final double INHERITED = 4;

    private final PixelContext context;
    private final Node root;

    private record Node(FrequencyTable table, @Nullable Branches branches) {}

    /** What follows each answer; nothing where there was no such pixel. */
    private static final class Branches {

        private final @Nullable Node[] nodes;

        Branches(int answers) {
            nodes = new Node[answers];
        }
    }

    private ContextTree(PixelContext context, Node root) {
        this.context = context;
        this.root = root;
    }

    /**
     * A tree from pictures.
     *
     * @param pictures the levels of their pixels, fewer than 2^31 in all
     */
    static ContextTree of(byte[][] pictures, PixelContext context) {
        return new ContextTree(context, new Growth(pictures, context).root());
    }

    /** What the next pixel is coded under. */
    FrequencyTable table(byte[] picture, int pixel) {
        Node node = root;
        for (int question = 0; node.branches != null; question++) {
            Node next = node.branches.nodes[context.answer(question, picture, pixel)];
            if (next == null) {
                break;
            }
            node = next;
        }
        return node.table;
    }

    /** Sorts all pixels of all pictures by their answers, question by question. */
    private static final class Growth {

        private final byte[][] pictures;
        private final PixelContext context;
        private final int[] samples;

        Growth(byte[][] pictures, PixelContext context) {
            this.pictures = pictures;
            this.context = context;
            this.samples = new int[Math.multiplyExact(pictures.length, context.pixels())];
            for (int s = 0; s < samples.length; s++) {
                samples[s] = s;
            }
        }

        Node root() {
            double[] even = new double[context.levels()];
            Arrays.fill(even, 1.0 / even.length);
            return node(0, samples.length, 0, even);
        }

        private Node node(int from, int to, int question, double[] above) {
            double[] counts = new double[context.levels()];
            for (int s = from; s < to; s++) {
                counts[picture(s)[pixel(s)]]++;
            }
            boolean certain = false;
            double[] frequencies = new double[counts.length];
            for (int level = 0; level < counts.length; level++) {
                certain |= counts[level] == to - from;
                frequencies[level] = (counts[level] + INHERITED * above[level]) / (to - from + INHERITED);
            }
            boolean leaf = certain || to - from < ENOUGH || question == context.questions();
            return new Node(FrequencyTable.of(frequencies), leaf ? null : branches(from, to, question, frequencies));
        }

        private Branches branches(int from, int to, int question, double[] frequencies) {
            int[] ends = sort(from, to, question);
            Branches branches = new Branches(ends.length);
            int start = from;
            for (int answer = 0; answer < ends.length; answer++) {
                if (ends[answer] > start) {
                    branches.nodes[answer] = node(start, ends[answer], question + 1, frequencies);
                }
                start = ends[answer];
            }
            return branches;
        }

        /** Sorts a part of the samples by their answers, in place; where those of each answer end. */
        private int[] sort(int from, int to, int question) {
            int[] ends = new int[context.answers(question)];
            for (int s = from; s < to; s++) {
                ends[answer(question, s)]++;
            }
            int[] next = new int[ends.length];
            int start = from;
            for (int a = 0; a < ends.length; a++) {
                next[a] = start;
                start += ends[a];
                ends[a] = start;
            }
            for (int a = 0; a < ends.length; a++) {
                while (next[a] < ends[a]) {
                    int here = next[a];
                    int there = next[answer(question, here)]++;
                    int sample = samples[there];
                    samples[there] = samples[here];
                    samples[here] = sample;
                }
            }
            return ends;
        }

        private int answer(int question, int s) {
            return context.answer(question, picture(s), pixel(s));
        }

        private byte[] picture(int s) {
            return pictures[samples[s] / context.pixels()];
        }

        private int pixel(int s) {
            return samples[s] % context.pixels();
        }
    }
}
