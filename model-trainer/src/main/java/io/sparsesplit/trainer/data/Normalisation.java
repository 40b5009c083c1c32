package io.sparsesplit.trainer.data;

import io.sparsesplit.model.image.Preprocessing;

/** Mean and standard deviation of each channel over some images, as shares of full brightness, to four digits. */
final class Normalisation {

    private static final double FULL = 255;
    private static final double STEPS = 10_000;

    private final float[] mean;
    private final float[] deviation;

    private Normalisation(float[] mean, float[] deviation) {
        this.mean = mean;
        this.deviation = deviation;
    }

    static Normalisation of(LabelledImages images) {
        int plane = images.width() * images.height();
        double count = (double) plane * images.size();
        float[] mean = new float[images.channels()];
        float[] deviation = new float[images.channels()];
        for (int channel = 0; channel < mean.length; channel++) {
            long sum = 0;
            long squares = 0;
            for (int image = 0; image < images.size(); image++) {
                byte[] picture = images.picture(image);
                for (int i = channel * plane; i < (channel + 1) * plane; i++) {
                    int value = Byte.toUnsignedInt(picture[i]);
                    sum += value;
                    squares += (long) value * value;
                }
            }
            double average = sum / count;
            double variance = Math.max(0, squares / count - average * average);
            mean[channel] = rounded(average / FULL);
            deviation[channel] = Math.max(rounded(1 / FULL), rounded(Math.sqrt(variance) / FULL));
        }
        return new Normalisation(mean, deviation);
    }

    Preprocessing applied(Preprocessing preprocessing) {
        return preprocessing.withNormalisation(mean, deviation);
    }

    private static float rounded(double value) {
        return (float) (Math.round(value * STEPS) / STEPS);
    }
}
