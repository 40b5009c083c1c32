package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.Features;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.EarlyExit;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Tail;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/**
 * Holds what a network says of labelled images before anything is decided: every exit's logits, and the tail's class for the
 * features that came through the codec. Immutable.
 */
public final class Scores {

    private final float[][][] logits;
    private final int[] tailClasses;
    private final int[] labels;

    /**
     * Makes scores from their parts.
     *
     * @param logits {@code [exit][image][class]}; not copied
     * @param tailClasses class that the tail answers for each image; not copied
     * @param labels class of each image; not copied
     */
    Scores(float[][][] logits, int[] tailClasses, int[] labels) {
        this.logits = logits;
        this.tailClasses = tailClasses;
        this.labels = labels;
    }

    /**
     * Asks all exits and the tail about every image.
     *
     * @param images number of images
     * @param input maker of the input vector of an image, by its number
     * @param label teller of the class of an image, by its number
     */
    public static Scores of(
            Head head, FeatureCodec codec, Tail tail, int images, IntFunction<float[]> input, IntUnaryOperator label) {
        float[][][] logits = new float[head.exits().size()][images][];
        int[] tailClasses = new int[images];
        int[] labels = new int[images];
        for (int image = 0; image < images; image++) {
            float[] activations = input.apply(image);
            int exit = 0;
            for (int layer = 0; layer < head.layers().size(); layer++) {
                activations = head.layers().get(layer).forward(activations);
                if (exit < logits.length && head.exits().get(exit).afterLayer() == layer + 1) {
                    logits[exit][image] = head.exits().get(exit).classifier().forward(activations);
                    exit++;
                }
            }
            labels[image] = label.applyAsInt(image);
            Features features = new Features(activations, exitClass(head, logits[exit - 1][image]));
            tailClasses[image] =
                    tail.classify(codec.decode(codec.encode(features))).classIndex();
        }
        return new Scores(logits, tailClasses, labels);
    }

    private static int exitClass(Head head, float[] logits) {
        EarlyExit last = head.exits().get(head.exits().size() - 1);
        return Classification.softmax(logits, last.temperature()).classIndex();
    }

    /**
     * Returns the SHA-256 of labelled images as a network reads them: of each image in order the input vector as little-endian
     * 32-bit floats, then the class as a little-endian 32-bit integer.
     */
    public static String sha256(int images, IntFunction<float[]> input, IntUnaryOperator label) {
        MessageDigest digest = sha256();
        for (int image = 0; image < images; image++) {
            float[] vector = input.apply(image);
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * vector.length + Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(vector);
            bytes.putInt(Float.BYTES * vector.length, label.applyAsInt(image));
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    int images() {
        return labels.length;
    }

    int exits() {
        return logits.length;
    }

    float[] logits(int exit, int image) {
        return logits[exit][image];
    }

    /** Returns the number of classes; 0 when there is no image. */
    int classes() {
        return images() == 0 ? 0 : logits[0][0].length;
    }

    /** Returns the class that an exit answers for an image, which no temperature changes. */
    int exitClass(int exit, int image) {
        return Classification.softmax(logits[exit][image], 1).classIndex();
    }

    /** Returns the class that the tail answers for an image. */
    int tailClass(int image) {
        return tailClasses[image];
    }

    boolean tailCorrect(int image) {
        return tailClasses[image] == labels[image];
    }

    int label(int image) {
        return labels[image];
    }

    /** Returns the scores of some images, in the order given; an image may come more than once. */
    public Scores select(int[] images) {
        float[][][] selected = new float[exits()][images.length][];
        int[] answers = new int[images.length];
        int[] classes = new int[images.length];
        for (int i = 0; i < images.length; i++) {
            for (int exit = 0; exit < exits(); exit++) {
                selected[exit][i] = logits[exit][images[i]];
            }
            answers[i] = tailClasses[images[i]];
            classes[i] = labels[images[i]];
        }
        return new Scores(selected, answers, classes);
    }

    /** Returns these scores and others of the same exits behind them. */
    public Scores and(Scores others) {
        float[][][] all = new float[exits()][][];
        for (int exit = 0; exit < exits(); exit++) {
            all[exit] = Arrays.copyOf(logits[exit], images() + others.images());
            System.arraycopy(others.logits[exit], 0, all[exit], images(), others.images());
        }
        int[] answers = Arrays.copyOf(tailClasses, images() + others.images());
        System.arraycopy(others.tailClasses, 0, answers, images(), others.images());
        int[] classes = Arrays.copyOf(labels, images() + others.images());
        System.arraycopy(others.labels, 0, classes, images(), others.images());
        return new Scores(all, answers, classes);
    }

    /**
     * Returns the scores of parts, for example of folds that each have a network of their own, in the order of the images.
     *
     * @param parts scores of each part
     * @param images for each part, the numbers of its images in the whole; together 0 to one less than their number, each once
     * @throws IllegalArgumentException when an image is missing, or comes twice
     */
    public static Scores inOrder(List<Scores> parts, List<int[]> images) {
        Scores joined = parts.stream().reduce(Scores::and).orElseThrow();
        int[] numbers = images.stream().flatMapToInt(Arrays::stream).toArray();
        int[] positions = new int[joined.images()];
        Arrays.fill(positions, -1);
        for (int i = 0; i < numbers.length; i++) {
            if (numbers.length != positions.length || numbers[i] >= positions.length || positions[numbers[i]] >= 0) {
                throw new IllegalArgumentException(
                        "the parts must have each of %d images once, not %d numbers with image %d"
                                .formatted(positions.length, numbers.length, numbers[i]));
            }
            positions[numbers[i]] = i;
        }
        return joined.select(positions);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
