package io.sparsesplit.model.image;

import io.sparsesplit.model.image.ImageException.Problem;

/**
 * How an image becomes the input vector of a network. Recorded in the model's manifest, applied alike in training and in
 * serving:
 *
 * <ol>
 *   <li>An image with a bright border is inverted: the network was trained on bright strokes on dark ground.
 *   <li>It is scaled, by averaging over areas, to fit {@code width x height} with its proportions kept, centred on dark
 *       ground. An image that already has this size stays as it is, pixel for pixel.
 *   <li>Brightness is divided by 255; the vector is filled up with zeros to {@code inputs}, since more densities are
 *       feasible for some lengths than for others.
 * </ol>
 *
 * @param width of the network's picture in pixels
 * @param height of the network's picture in pixels
 * @param inputs length of the input vector, at least {@code width * height}
 */
public record Preprocessing(int width, int height, int inputs) {

    private static final int MAX_SIDE = 1024;
    private static final double BRIGHT = 127.5;

    public Preprocessing {
        if (width < 1 || width > MAX_SIDE || height < 1 || height > MAX_SIDE) {
            throw new IllegalArgumentException("the network's picture must be 1 x 1 to %d x %d pixels, not %d x %d"
                    .formatted(MAX_SIDE, MAX_SIDE, width, height));
        }
        if (inputs < width * height) {
            throw new IllegalArgumentException("%d inputs are too few for %d x %d pixels: at least %d are needed"
                    .formatted(inputs, width, height, width * height));
        }
    }

    /**
     * The input vector of an image.
     *
     * @return length {@code inputs}, each in [0, 1]
     * @throws ImageException when there is nothing to see in the image
     */
    public float[] input(GreyImage image) {
        if (image.isFlat()) {
            throw new ImageException(
                    Problem.UNUSABLE, "All pixels of the image are equally bright: there is nothing to classify.");
        }
        GreyImage dark = image.borderMean() > BRIGHT ? image.inverted() : image;
        requireVisible(image.width(), image.height());
        return dark.width() == width && dark.height() == height ? copied(dark) : scaled(dark);
    }

    /** Refuses a picture that is so long that nothing would be left of its shorter side. */
    void requireVisible(int imageWidth, int imageHeight) {
        double scale = scale(imageWidth, imageHeight);
        if (imageWidth < scale || imageHeight < scale) {
            throw new ImageException(
                    Problem.UNUSABLE,
                    "The image is %d x %d pixels: scaled to %d x %d it would be thinner than a pixel."
                            .formatted(imageWidth, imageHeight, width, height));
        }
    }

    /** Source pixels per side of a target pixel. */
    private double scale(int imageWidth, int imageHeight) {
        return Math.max((double) imageWidth / width, (double) imageHeight / height);
    }

    private float[] copied(GreyImage image) {
        float[] input = new float[inputs];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                input[y * width + x] = image.at(x, y) / 255f;
            }
        }
        return input;
    }

    /** Each target pixel is the mean over the source area that it covers; what lies outside the source is dark. */
    private float[] scaled(GreyImage image) {
        double scale = scale(image.width(), image.height());
        double left = (image.width() - width * scale) / 2;
        double top = (image.height() - height * scale) / 2;
        float[] input = new float[inputs];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double sum = areaSum(image, left + x * scale, top + y * scale, scale);
                input[y * width + x] = (float) (sum / (scale * scale * 255));
            }
        }
        return input;
    }

    private static double areaSum(GreyImage image, double left, double top, double side) {
        double sum = 0;
        int lastRow = (int) Math.min(image.height(), Math.ceil(top + side));
        int lastColumn = (int) Math.min(image.width(), Math.ceil(left + side));
        for (int y = (int) Math.max(0, Math.floor(top)); y < lastRow; y++) {
            double rowShare = Math.min(y + 1, top + side) - Math.max(y, top);
            for (int x = (int) Math.max(0, Math.floor(left)); x < lastColumn; x++) {
                double columnShare = Math.min(x + 1, left + side) - Math.max(x, left);
                sum += rowShare * columnShare * image.at(x, y);
            }
        }
        return sum;
    }
}
