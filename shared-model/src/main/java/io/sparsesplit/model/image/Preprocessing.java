package io.sparsesplit.model.image;

import io.sparsesplit.model.image.ImageException.Problem;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an image becomes the input vector of a network. Recorded in the model's manifest, applied alike in training and in
 * serving, in two steps:
 *
 * <ol>
 *   <li>{@link #picture}: the image is fitted, see {@link Fit}, to {@code width x height} pixels of so many channels, in whole
 *       numbers of 0 to 255. This is what training keeps of an image.
 *   <li>{@link #input(byte[])}: from the samples {@code v} that are selected, {@code (v / 255 - mean) / deviation} of their
 *       channel; the vector is filled up with zeros, since more densities are feasible for some lengths than for others.
 * </ol>
 *
 * <p>Samples are planar: that of channel {@code c} in column {@code x} and row {@code y} is number
 * {@code (c * height + y) * width + x}. Immutable.
 */
public final class Preprocessing {

    private static final int MAX_SIDE = 1024;
    private static final int BRIGHTNESSES = 256;

    private final Fit fit;
    private final int width;
    private final int height;
    private final int channels;
    private final int inputs;
    private final float[] mean;
    private final float[] deviation;
    private final int @Nullable [] selection;

    /** The input value of every brightness, by channel. */
    private final float[][] values;

    /** All pixels of a grey picture of {@link Fit#STROKES}. */
    public Preprocessing(int width, int height, int inputs) {
        this(Fit.STROKES, width, height, Picture.GREY, inputs, null, null, null);
    }

    /**
     * Any preprocessing.
     *
     * @param width of the network's picture in pixels, 1 to {@value #MAX_SIDE}
     * @param height of the network's picture in pixels, 1 to {@value #MAX_SIDE}
     * @param channels {@value Picture#GREY} or {@value Picture#RGB}
     * @param inputs length of the input vector, no fewer than there are samples that become inputs
     * @param mean of each channel, as a share of full brightness, 0 to 1; null for 0
     * @param deviation of each channel, as a share of full brightness, above 0; null for 1
     * @param selection numbers of the samples that become inputs, ascending; null for all
     * @throws IllegalArgumentException when these do not fit together
     */
    public Preprocessing(
            Fit fit,
            int width,
            int height,
            int channels,
            int inputs,
            float @Nullable [] mean,
            float @Nullable [] deviation,
            int @Nullable [] selection) {
        if (width < 1 || width > MAX_SIDE || height < 1 || height > MAX_SIDE) {
            throw new IllegalArgumentException("the network's picture must be 1 x 1 to %d x %d pixels, not %d x %d"
                    .formatted(MAX_SIDE, MAX_SIDE, width, height));
        }
        Picture.requireChannels(channels);
        this.fit = fit;
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.inputs = inputs;
        this.mean = mean == null ? filled(channels, 0) : mean.clone();
        this.deviation = deviation == null ? filled(channels, 1) : deviation.clone();
        this.selection = selection == null ? null : selection.clone();
        requireNormalisation();
        requireSelection();
        if (inputs < selected()) {
            throw new IllegalArgumentException("%d inputs are too few for %s: at least %d are needed"
                    .formatted(inputs, pixels(selected()), selected()));
        }
        this.values = values();
    }

    /** All pixels of a picture, as many inputs, brightness 0 to 1. */
    public static Preprocessing of(Fit fit, int width, int height, int channels) {
        return new Preprocessing(fit, width, height, channels, width * height * channels, null, null, null);
    }

    /** The same with another length of the input vector. */
    public Preprocessing withInputs(int newInputs) {
        return new Preprocessing(fit, width, height, channels, newInputs, mean, deviation, selection);
    }

    /** The same with other samples as inputs, in a vector of another length. */
    public Preprocessing withSelection(int @Nullable [] newSelection, int newInputs) {
        return new Preprocessing(fit, width, height, channels, newInputs, mean, deviation, newSelection);
    }

    /** The same with another mean and deviation of each channel. */
    public Preprocessing withNormalisation(float @Nullable [] newMean, float @Nullable [] newDeviation) {
        return new Preprocessing(fit, width, height, channels, inputs, newMean, newDeviation, selection);
    }

    public Fit fit() {
        return fit;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public int channels() {
        return channels;
    }

    /** Samples of the network's picture. */
    public int samples() {
        return channels * height * width;
    }

    /** Length of the input vector. */
    public int inputs() {
        return inputs;
    }

    /** How many inputs are samples; the others are zeros. */
    public int selected() {
        return selection == null ? samples() : selection.length;
    }

    /** Whether all samples are inputs. */
    public boolean selectsAll() {
        return selection == null;
    }

    /** Of each channel; a copy. */
    public float[] mean() {
        return mean.clone();
    }

    /** Of each channel; a copy. */
    public float[] deviation() {
        return deviation.clone();
    }

    /**
     * The number of the sample that becomes an input.
     *
     * @param input 0 to {@link #selected} less 1
     */
    public int sample(int input) {
        return selection == null ? Objects.checkIndex(input, samples()) : selection[input];
    }

    /** The column of an input's pixel, 0 on the left. */
    public int column(int input) {
        return sample(input) % width;
    }

    /** The row of an input's pixel, 0 at the top. */
    public int row(int input) {
        return sample(input) / width % height;
    }

    /** The channel of an input. */
    public int channel(int input) {
        return sample(input) / (width * height);
    }

    /**
     * What the network sees of an image.
     *
     * @param image of as many channels
     * @return {@link #samples} unsigned bytes, planar; perhaps the image's own
     * @throws ImageException when there is nothing to see in the image
     */
    public byte[] picture(Picture image) {
        if (image.channels() != channels) {
            throw new IllegalArgumentException(
                    "the image has %d channels, but %d are prepared".formatted(image.channels(), channels));
        }
        if (image.isFlat()) {
            throw new ImageException(
                    Problem.UNUSABLE, "All pixels of the image are equally bright: there is nothing to classify.");
        }
        requireVisible(image.width(), image.height());
        return fit.fitted(image, width, height);
    }

    /**
     * The input vector of a picture.
     *
     * @param picture see {@link #picture}
     * @return length {@link #inputs}
     */
    public float[] input(byte[] picture) {
        int plane = width * height;
        int selected = selected();
        float[] input = new float[inputs];
        for (int i = 0; i < selected; i++) {
            int sample = selection == null ? i : selection[i];
            input[i] = values[sample / plane][Byte.toUnsignedInt(picture[sample])];
        }
        return input;
    }

    /**
     * The input vector of an image: both steps.
     *
     * @throws ImageException when there is nothing to see in the image
     */
    public float[] input(Picture image) {
        return input(picture(image));
    }

    /** Refuses a picture that is so long that nothing would be left of its shorter side. */
    void requireVisible(int imageWidth, int imageHeight) {
        double scale = Fit.scale(imageWidth, imageHeight, width, height);
        if (imageWidth < scale || imageHeight < scale) {
            throw new ImageException(
                    Problem.UNUSABLE,
                    "The image is %d x %d pixels: scaled to %d x %d it would be thinner than a pixel."
                            .formatted(imageWidth, imageHeight, width, height));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Preprocessing that
                && fit == that.fit
                && width == that.width
                && height == that.height
                && channels == that.channels
                && inputs == that.inputs
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(deviation, that.deviation)
                && Arrays.equals(selection, that.selection);
    }

    @Override
    public int hashCode() {
        return Objects.hash(fit, width, height, channels, inputs, Arrays.hashCode(selection));
    }

    /** For a person, for example {@code 28 x 28 grey, 784 of 784 pixels, 800 inputs, fitted as strokes}. */
    @Override
    public String toString() {
        return "%d x %d %s, %d of %s, %d inputs, fitted as %s"
                .formatted(
                        width,
                        height,
                        channels == Picture.GREY ? "grey" : "colour",
                        selected(),
                        samples() + (channels == Picture.GREY ? " pixels" : " samples"),
                        inputs,
                        fit);
    }

    private String pixels(int count) {
        String all = channels == Picture.GREY
                ? "%d x %d pixels".formatted(width, height)
                : "%d x %d pixels of %d channels".formatted(width, height, channels);
        return selection == null ? all : "%d of %s".formatted(count, all);
    }

    private void requireNormalisation() {
        if (mean.length != channels || deviation.length != channels) {
            throw new IllegalArgumentException("%d means and %d deviations are given for %d channels"
                    .formatted(mean.length, deviation.length, channels));
        }
        for (int c = 0; c < channels; c++) {
            if (!(mean[c] >= 0 && mean[c] <= 1) || !(deviation[c] > 0 && Float.isFinite(1 / deviation[c]))) {
                throw new IllegalArgumentException(
                        "a channel's mean must be 0 to 1 and its deviation above 0, not %s and %s"
                                .formatted(mean[c], deviation[c]));
            }
        }
    }

    private void requireSelection() {
        if (selection == null) {
            return;
        }
        int next = 0;
        for (int sample : selection) {
            if (sample < next || sample >= samples()) {
                throw new IllegalArgumentException(
                        "the selection must name samples of 0 to %d in ascending order, but has %d where %d or more is due"
                                .formatted(samples() - 1, sample, next));
            }
            next = sample + 1;
        }
        if (selection.length == 0) {
            throw new IllegalArgumentException("the selection names no samples");
        }
    }

    private float[][] values() {
        float[][] table = new float[channels][BRIGHTNESSES];
        for (int c = 0; c < channels; c++) {
            for (int v = 0; v < BRIGHTNESSES; v++) {
                table[c][v] = (v / 255f - mean[c]) / deviation[c];
            }
        }
        return table;
    }

    private static float[] filled(int length, float value) {
        float[] values = new float[length];
        Arrays.fill(values, value);
        return values;
    }
}
