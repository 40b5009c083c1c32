package io.sparsesplit.trainer.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.Features;
import io.sparsesplit.model.codec.Float32Codec;
import io.sparsesplit.model.network.Activation;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.network.EarlyExit;
import io.sparsesplit.model.network.ExitDecision;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Layer;
import io.sparsesplit.model.network.Tail;
import io.sparsesplit.model.pattern.Junction;
import io.sparsesplit.model.pattern.Pattern;
import io.sparsesplit.model.pattern.Pattern.Recipe;
import io.sparsesplit.model.pattern.PatternFamily;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is counted for a threshold is what a head with that threshold does. */
class ThresholdSweepTest {

    private static final int IMAGES = 300;

    private final Random random = new Random(8);
    private final Head head = new Head(
            List.of(layer(6, 5, Activation.RELU), layer(5, 5, Activation.RELU)),
            List.of(
                    new EarlyExit(1, layer(5, 3, Activation.IDENTITY), Criterion.MAX_SOFTMAX, 1, 0),
                    new EarlyExit(2, layer(5, 3, Activation.IDENTITY), Criterion.MAX_SOFTMAX, 1, 0)));
    private final Tail tail = new Tail(List.of(layer(5, 3, Activation.IDENTITY)));
    private final FeatureCodec codec = new Float32Codec(5, 0);
    private final float[][] inputs = new float[IMAGES][6];
    private final int[] labels = new int[IMAGES];

    ThresholdSweepTest() {
        for (int image = 0; image < IMAGES; image++) {
            for (int i = 0; i < 6; i++) {
                // Some logits are so large that confidence rounds to 1.
                inputs[image][i] = (float) random.nextGaussian() * (image % 7 == 0 ? 100 : 1);
            }
            labels[image] = random.nextInt(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsCountedIsWhatTheCalibratedHeadDoes(Criterion criterion) {
        Calibration calibration = new Calibration(scores(), criterion);
        ThresholdSweep path = calibration.path(scores());
        for (int step = 0; step <= ThresholdSweep.STEPS; step += step > 990 ? 1 : 13) {
            assertThat(path.at(step))
                    .as("at %s", ThresholdSweep.threshold(step))
                    .isEqualTo(count(calibration.calibrated(head, step)));
        }
    }

    @Test
    void atTheEndsExitsAnswerAllImagesAndNone() {
        ThresholdSweep path = new Calibration(scores(), Criterion.MARGIN).path(scores());
        assertThat(path.at(0).localExits()).isEqualTo(IMAGES);
        assertThat(path.at(ThresholdSweep.STEPS).localExits()).isZero();
        assertThat(path.at(ThresholdSweep.STEPS).loss()).isZero();
    }

    @Test
    void theDigestIsThatOfInputsAndLabels() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int image = 0; image < IMAGES; image++) {
            for (float value : inputs[image]) {
                write(bytes, Float.floatToIntBits(value));
            }
            write(bytes, labels[image]);
        }
        assertThat(Scores.sha256(IMAGES, image -> inputs[image], image -> labels[image]))
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray())));
    }

    @Test
    void scoresCanBeSelectedAndJoined() {
        Scores scores = scores();
        Scores joined = scores.select(new int[] {4, 4, 2}).and(scores.select(new int[] {9}));
        assertThat(joined.images()).isEqualTo(4);
        int[] from = {4, 4, 2, 9};
        for (int i = 0; i < 4; i++) {
            assertThat(joined.label(i)).isEqualTo(labels[from[i]]);
            assertThat(joined.tailClass(i)).isEqualTo(scores.tailClass(from[i]));
            for (int exit = 0; exit < 2; exit++) {
                assertThat(joined.logits(exit, i)).isEqualTo(scores.logits(exit, from[i]));
            }
        }
    }

    @Test
    void scoresOfFoldsArePutInTheOrderOfTheImages() {
        Scores scores = scores().select(new int[] {0, 1, 2, 3, 4});
        List<int[]> folds = List.of(new int[] {1, 4}, new int[] {0, 3}, new int[] {2});
        Scores joined = Scores.inOrder(folds.stream().map(scores::select).toList(), folds);
        for (int i = 0; i < 5; i++) {
            assertThat(joined.label(i)).isEqualTo(labels[i]);
            assertThat(joined.tailClass(i)).isEqualTo(scores.tailClass(i));
            assertThat(joined.logits(1, i)).isEqualTo(scores.logits(1, i));
        }
        assertThatThrownBy(() -> Scores.inOrder(
                        List.of(scores.select(new int[] {0, 1}), scores.select(new int[] {1})),
                        List.of(new int[] {0, 1}, new int[] {1})))
                .hasMessage("the parts must have each of 3 images once, not 3 numbers with image 1");
    }

    private Scores scores() {
        return Scores.of(head, codec, tail, IMAGES, image -> inputs[image], image -> labels[image]);
    }

    private Outcome count(Head calibrated) {
        int localExits = 0;
        int correct = 0;
        int lost = 0;
        int won = 0;
        int[][] classes = new int[3][3];
        for (int image = 0; image < IMAGES; image++) {
            ExitDecision decision = calibrated.decide(inputs[image], OptionalDouble.empty());
            Features features = ((ExitDecision.Continue)
                            calibrated.decide(inputs[image], OptionalDouble.of(Head.NEVER)))
                    .features();
            boolean local = decision instanceof ExitDecision.Exit;
            boolean exitRight = decision.exitScore().classification().classIndex() == labels[image];
            boolean tailRight = tail.classify(features).classIndex() == labels[image];
            localExits += local ? 1 : 0;
            correct += (local ? exitRight : tailRight) ? 1 : 0;
            lost += local && tailRight && !exitRight ? 1 : 0;
            won += local && exitRight && !tailRight ? 1 : 0;
            classes[labels[image]][0]++;
            classes[labels[image]][1] += local && !exitRight ? 1 : 0;
            classes[labels[image]][2] += (local ? exitRight : tailRight) ? 1 : 0;
        }
        return new Outcome(
                IMAGES,
                localExits,
                correct,
                lost,
                won,
                Arrays.stream(classes)
                        .map(counts -> new ClassOutcome(counts[0], counts[1], counts[2]))
                        .toList());
    }

    private Layer layer(int inputs, int outputs, Activation activation) {
        float[] weights = new float[inputs * outputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        float[] biases = new float[outputs];
        Arrays.fill(biases, 0.1f);
        return new Layer(
                Pattern.generate(Junction.dense(inputs, outputs), new Recipe(PatternFamily.DENSE, 0)),
                weights,
                biases,
                activation);
    }

    private static void write(ByteArrayOutputStream bytes, int value) throws IOException {
        bytes.write(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }
}
