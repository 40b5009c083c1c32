package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.model.codec.Quantizer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CrossingTest {

    private static final int FEATURES = 3;
    private static final int CLASSES = 4;
    private static final int LANES = 64;
    private static final int IMAGES = 50;
    private static final int LEVELS = 4;
    private static final double BETA = 0.5;

    private final Rate rate = new Rate(FEATURES, CLASSES, 2, BETA);
    private final float[][] sent = new float[FEATURES][LANES];
    private final float[][] exitLogits = new float[CLASSES][LANES];

    /** The last channel never changes. */
    @BeforeEach
    void spreadLevels() {
        Random random = new Random(3);
        System.arraycopy(new float[] {0, 1, 2}, 0, rate.low(), 0, FEATURES);
        System.arraycopy(new float[] {1, 0.5f, 0}, 0, rate.step(), 0, FEATURES);
        int[] counts = rate.lengths().batchCounts();
        Arrays.setAll(counts, i -> random.nextInt(30));
        rate.lengths().learn(counts);
        for (float[] row : sent) {
            for (int lane = 0; lane < IMAGES; lane++) {
                // Below, between and above the levels.
                row[lane] = 5 * random.nextFloat() - 0.8f;
            }
        }
        for (float[] row : exitLogits) {
            for (int lane = 0; lane < IMAGES; lane++) {
                row[lane] = random.nextFloat();
            }
        }
    }

    @Test
    void featuresArriveAsTheQuantizerThatServesWouldRoundThem() {
        Crossing crossing = new Crossing(FEATURES, CLASSES, LANES, rate);
        crossing.forward(sent, exitLogits, IMAGES);
        Quantizer quantizer = rate.quantizer();
        for (int c = 0; c < FEATURES; c++) {
            for (int lane = 0; lane < IMAGES; lane++) {
                assertThat(crossing.received()[c][lane])
                        .isEqualTo(quantizer.value(c, quantizer.quantize(c, sent[c][lane])));
            }
        }
        assertThat(crossing.received()[2]).startsWith(2, 2, 2);
    }

    @Test
    void theExitsClassArrivesBehindTheFeatures() {
        Crossing crossing = new Crossing(FEATURES, CLASSES, LANES, null);
        assertThat(crossing.forward(sent, exitLogits, IMAGES)).isZero();
        assertThat(crossing.received()).hasDimensions(FEATURES + CLASSES, LANES);
        for (int lane = 0; lane < IMAGES; lane++) {
            for (int c = 0; c < FEATURES; c++) {
                assertThat(crossing.received()[c][lane]).isEqualTo(sent[c][lane]);
            }
            for (int c = 0; c < CLASSES; c++) {
                assertThat(crossing.received()[FEATURES + c][lane]).isEqualTo(c == exitClass(lane) ? 1 : 0);
            }
        }
    }

    @Test
    void whatTravelsIsCountedAndItsBitsAreSummed() {
        Crossing crossing = new Crossing(FEATURES, CLASSES, LANES, rate);
        double bits = crossing.forward(sent, exitLogits, IMAGES);
        Quantizer quantizer = rate.quantizer();
        double expected = 0;
        int[] counts = rate.lengths().batchCounts();
        for (int lane = 0; lane < IMAGES; lane++) {
            for (int c = 0; c < 2; c++) {
                int symbol = rate.lengths().first(exitClass(lane), c) + quantizer.quantize(c, sent[c][lane]);
                expected += rate.lengths().bits()[symbol];
                counts[symbol]++;
            }
        }
        assertThat(bits).isCloseTo(expected, within(1e-3));
        assertThat(crossing.counts()).isEqualTo(counts);
        crossing.forward(sent, exitLogits, IMAGES);
        assertThat(crossing.counts()).as("those of the last tile alone").isEqualTo(counts);
    }

    @Test
    void theTailsDerivativePassesThroughRounding() {
        Crossing crossing = new Crossing(FEATURES, CLASSES, LANES, rate);
        crossing.forward(sent, exitLogits, IMAGES);
        float[][] dSent = new float[FEATURES][LANES];
        dSent[1][7] = 2;
        crossing.derivatives()[1][7] = 3;
        crossing.derivatives()[2][5] = -4;
        crossing.backward(dSent, IMAGES, IMAGES, 0);
        assertThat(dSent[1][7]).isEqualTo(5);
        assertThat(dSent[2][5]).isEqualTo(-4);
        assertThat(dSent[0]).containsOnly(0);
        crossing.forward(sent, exitLogits, IMAGES);
        assertThat(crossing.derivatives()[1]).as("forgotten with the next tile").containsOnly(0);
    }

    /** Code lengths joined by lines are a function of the feature: its slope, by differences. */
    @Test
    void bitsPullAFeatureAlongTheLineBetweenTheLevelsNextToIt() {
        Crossing crossing = new Crossing(FEATURES, CLASSES, LANES, rate);
        crossing.forward(sent, exitLogits, IMAGES);
        float[][] dSent = new float[FEATURES][LANES];
        int batch = 3 * IMAGES;
        crossing.backward(dSent, IMAGES, batch, 0.25);
        double h = 1e-4;
        int checked = 0;
        for (int c = 0; c < 2; c++) {
            for (int lane = 0; lane < IMAGES; lane++) {
                double level = (sent[c][lane] - rate.low()[c]) / rate.step()[c];
                double fraction = level - Math.floor(level);
                if (level > 0 && level < LEVELS - 1 && fraction > 0.01 && fraction < 0.99) {
                    double slope = (length(c, lane, sent[c][lane] + h) - length(c, lane, sent[c][lane] - h)) / (2 * h);
                    assertThat((double) dSent[c][lane]).isCloseTo(BETA * 0.25 / batch * slope, within(1e-5));
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThan(40);
        assertThat(dSent[2]).as("a channel that never changes costs nothing").containsOnly(0);
    }

    private double length(int channel, int lane, double feature) {
        double level = (feature - rate.low()[channel]) / rate.step()[channel];
        int below = (int) level;
        int first = rate.lengths().first(exitClass(lane), channel) + below;
        float[] bits = rate.lengths().bits();
        return bits[first] + (level - below) * (bits[first + 1] - bits[first]);
    }

    private int exitClass(int lane) {
        int best = 0;
        for (int c = 1; c < CLASSES; c++) {
            best = exitLogits[c][lane] > exitLogits[best][lane] ? c : best;
        }
        return best;
    }
}
