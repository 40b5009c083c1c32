package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.pattern.PatternFamily;
import io.sparsesplit.trainer.data.LabelledImages;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SoftTargetsTest {

    private static final Preprocessing PIXELS = new Preprocessing(8, 8, 64);
    private static final int CLASSES = 5;

    private final LabelledImages images = ToyImages.bars(300, 8, CLASSES, 7);

    @Test
    void aTargetIsAMixtureOfLabelAndTeacher() {
        float[][] probabilities = {{0.7f, 0.2f, 0.1f}, {0, 0.5f, 0.5f}};
        SoftTargets teaching = new SoftTargets(probabilities, 0.25);
        assertThat(teaching.target(0, 0, 1)).isCloseTo(0.75f + 0.25f * 0.7f, within(1e-6f));
        assertThat(teaching.target(0, 1, 0)).isCloseTo(0.25f * 0.2f, within(1e-6f));
        assertThat(teaching.target(1, 2, 0)).isCloseTo(0.125f, within(1e-6f));
        assertThat(new SoftTargets(probabilities, 0).target(0, 0, 1)).isEqualTo(1);
        assertThat(new SoftTargets(probabilities, 1).target(0, 0, 1)).isEqualTo(0.7f);
    }

    @Test
    void targetsOfABatchFollowItsOrder() {
        float[][] probabilities = new float[300][CLASSES];
        for (int image = 0; image < 300; image++) {
            probabilities[image][image % CLASSES] = 1;
        }
        float[][] rows = new float[CLASSES][8];
        float[] weights = new float[8];
        float[] classWeights = {0.5f, 1, 2, 3, 4};
        new Inputs(images, PIXELS, new SoftTargets(probabilities, 0.5), classWeights)
                .targets(new int[] {9, 4, 17, 2}, 1, 3, rows, weights);

        int[] expected = {4, 17, 2};
        for (int lane = 0; lane < 3; lane++) {
            for (int c = 0; c < CLASSES; c++) {
                float label = images.label(expected[lane]) == c ? 0.5f : 0;
                float taught = expected[lane] % CLASSES == c ? 0.5f : 0;
                assertThat(rows[c][lane]).isEqualTo(label + taught);
            }
            assertThat(weights[lane]).isEqualTo(classWeights[images.label(expected[lane])]);
        }
    }

    /** A teacher that is wrong: it says of every image the class after that of its label. */
    @Test
    void aStudentOfNothingButTheTeacherLearnsTheTeachersAnswers() {
        float[][] probabilities = new float[images.size()][CLASSES];
        int[] answers = new int[images.size()];
        byte[][] pictures = new byte[images.size()][];
        for (int image = 0; image < answers.length; image++) {
            answers[image] = (images.label(image) + 1) % CLASSES;
            probabilities[image][answers[image]] = 0.9f;
            probabilities[image][images.label(image)] = 0.1f;
            pictures[image] = images.picture(image);
        }
        WholeNetwork student = train(new SoftTargets(probabilities, 1));

        assertThat(student.accuracy(new LabelledImages(8, 8, 1, pictures, answers)))
                .isGreaterThan(95);
        assertThat(student.accuracy(images)).isLessThan(5);
        // Not only the answers, but how sure they are.
        SoftTargets learned = student.teaching(images, 1);
        double sum = 0;
        for (int image = 0; image < answers.length; image++) {
            sum += learned.target(image, answers[image], 0);
        }
        assertThat(sum / answers.length).isCloseTo(0.9, within(0.05));
    }

    @Test
    void withoutAShareATeacherChangesNothing() {
        float[][] wrong = new float[images.size()][CLASSES];
        assertThat(train(new SoftTargets(wrong, 0)).layers().get(0).weights())
                .isEqualTo(train(null).layers().get(0).weights());
    }

    private WholeNetwork train(@Nullable SoftTargets teaching) {
        Topology topology =
                Topology.whole(List.of(64, 32, CLASSES), List.of(8, CLASSES), List.of(PatternFamily.RANDOM));
        return WholeNetwork.train(
                topology, ToyTraining.of(15, 20, 0.01, 0, 1, 3, 2), PIXELS, images, teaching, count -> {});
    }
}
