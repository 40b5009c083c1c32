package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.model.codec.Quantizer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StraightThroughQuantizerTest {

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
        StraightThroughQuantizer crossing = new StraightThroughQuantizer(FEATURES, CLASSES, LANES, rate);
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
        StraightThroughQuantizer crossing = new StraightThroughQuantizer(FEATURES, CLASSES, LANES, null);
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
        StraightThroughQuantizer crossing = new StraightThroughQuantizer(FEATURES, CLASSES, LANES, rate);
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
    void theTailsDerivativePassesThroughRoundingWithinTheRange() {
        StraightThroughQuantizer crossing = new StraightThroughQuantizer(FEATURES, CLASSES, LANES, rate);
        sent[1][7] = 1.6f;
        crossing.forward(sent, exitLogits, IMAGES);
        float[][] dSent = new float[FEATURES][LANES];
        dSent[1][7] = 2;
        crossing.derivatives()[1][7] = 3;
        crossing.backward(dSent, IMAGES, IMAGES, 0);
        assertThat(dSent[1][7]).isEqualTo(5);
        assertThat(dSent[0]).containsOnly(0);
        crossing.forward(sent, exitLogits, IMAGES);
        assertThat(crossing.derivatives()[1]).as("forgotten with the next tile").containsOnly(0);
    }

    /** Levels of channel 0 are 0 to 3. */
    @ParameterizedTest
    @CsvSource({
        "3.2, -1, 0", // above, pulled further up: what travels stays 3
        "3.2, 1, 1", // above, pulled back
        "-0.4, 1, 0", // below, pushed further down
        "-0.4, -1, -1", // below, pulled back
        "3, -1, -1", // at the end of the range
        "0, 1, 1"
    })
    void noDerivativeMovesAFeatureFurtherOutOfTheRange(float feature, float ofTail, float expected) {
        StraightThroughQuantizer crossing = new StraightThroughQuantizer(FEATURES, CLASSES, LANES, rate);
        sent[0][4] = feature;
        crossing.forward(sent, exitLogits, IMAGES);
        float[][] dSent = new float[FEATURES][LANES];
        crossing.derivatives()[0][4] = ofTail;
        crossing.backward(dSent, IMAGES, IMAGES, 0);
        assertThat(dSent[0][4]).isEqualTo(expected);
    }

    /** Whatever bits cost at the ends of the range: outside, their slope may lead back, but not further out. */
    @Test
    void thePriceOfBitsMovesNoFeatureFurtherOut() {
        StraightThroughQuantizer crossing = new StraightThroughQuantizer(FEATURES, CLASSES, LANES, rate);
        crossing.forward(sent, exitLogits, IMAGES);
        float[][] dSent = new float[FEATURES][LANES];
        crossing.backward(dSent, IMAGES, IMAGES, 1);
        int outside = 0;
        for (int c = 0; c < 2; c++) {
            for (int lane = 0; lane < IMAGES; lane++) {
                float level = (sent[c][lane] - rate.low()[c]) / rate.step()[c];
                if (level > LEVELS - 1) {
                    assertThat(dSent[c][lane]).isGreaterThanOrEqualTo(0);
                    outside++;
                } else if (level < 0) {
                    assertThat(dSent[c][lane]).isLessThanOrEqualTo(0);
                    outside++;
                }
            }
        }
        assertThat(outside).isGreaterThan(30);
    }

    @Test
    void aChannelThatNeverChangesReceivesNoDerivative() {
        StraightThroughQuantizer crossing = new StraightThroughQuantizer(FEATURES, CLASSES, LANES, rate);
        crossing.forward(sent, exitLogits, IMAGES);
        float[][] dSent = new float[FEATURES][LANES];
        crossing.derivatives()[2][5] = -4;
        crossing.backward(dSent, IMAGES, IMAGES, 1);
        assertThat(dSent[2]).containsOnly(0);
    }

    /**
     * Within the range and outside it, the derivative is that of what a feature becomes on average over rounding: the value
     * itself, clipped to the range, but for the way back into it.
     */
    @Test
    void theDerivativeIsThatOfTheClippedFeatureByDifferences() {
        StraightThroughQuantizer crossing = new StraightThroughQuantizer(FEATURES, CLASSES, LANES, rate);
        crossing.forward(sent, exitLogits, IMAGES);
        float[][] dSent = new float[FEATURES][LANES];
        Random random = new Random(5);
        double h = 1e-3;
        for (int lane = 0; lane < IMAGES; lane++) {
            crossing.derivatives()[0][lane] = 2 * random.nextFloat() - 1;
        }
        crossing.backward(dSent, IMAGES, IMAGES, 0);
        int changing = 0;
        for (int lane = 0; lane < IMAGES; lane++) {
            float ofTail = crossing.derivatives()[0][lane];
            double slope = ofTail * (clipped(sent[0][lane] + h) - clipped(sent[0][lane] - h)) / (2 * h);
            boolean leadsBack = Math.signum(ofTail) == Math.signum(sent[0][lane] - clipped(sent[0][lane]));
            assertThat((double) dSent[0][lane]).isCloseTo(leadsBack ? ofTail : slope, within(1e-3));
            changing += slope != 0 ? 1 : 0;
        }
        assertThat(changing).isBetween(20, IMAGES - 5);
    }

    private double clipped(double feature) {
        return Math.max(rate.low()[0], Math.min(rate.low()[0] + (LEVELS - 1) * rate.step()[0], feature));
    }

    /** Code lengths joined by lines are a function of the feature: its slope, by differences. */
    @Test
    void bitsPullAFeatureAlongTheLineBetweenTheLevelsNextToIt() {
        StraightThroughQuantizer crossing = new StraightThroughQuantizer(FEATURES, CLASSES, LANES, rate);
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
