package io.sparsesplit.model.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.Float32Codec;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Activation;
import io.sparsesplit.model.network.Tail;
import io.sparsesplit.model.pattern.PatternFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ModelTest {

    private static final Model SAMPLE = SampleModel.of(PatternFamily.RANDOM);

    @Test
    void halvesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> model(SAMPLE.labels(), SAMPLE.preprocessing(), tail(7, 3), SAMPLE.codec()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the head has 6 features, the codec 6, the tail 7");
    }

    @Test
    void aCodecThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> model(SAMPLE.labels(), SAMPLE.preprocessing(), SAMPLE.tail(), new Float32Codec(5)))
                .hasMessage("the head has 6 features, the codec 5, the tail 6");
    }

    @Test
    void labelsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> model(List.of("a", "b"), SAMPLE.preprocessing(), SAMPLE.tail(), SAMPLE.codec()))
                .hasMessage("there are 2 labels, but the head has 3 classes and the tail 3");
        assertThatThrownBy(() -> model(SAMPLE.labels(), SAMPLE.preprocessing(), tail(6, 4), SAMPLE.codec()))
                .hasMessage("there are 3 labels, but the head has 3 classes and the tail 4");
    }

    @Test
    void preprocessingThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> model(SAMPLE.labels(), new Preprocessing(3, 3, 9), SAMPLE.tail(), SAMPLE.codec()))
                .hasMessage("the head reads 12 inputs, but 9 are prepared");
    }

    @Test
    void labelsAreCopied() {
        List<String> labels = new ArrayList<>(SAMPLE.labels());
        Model model = model(labels, SAMPLE.preprocessing(), SAMPLE.tail(), SAMPLE.codec());
        labels.clear();

        assertThat(model.labels()).hasSize(3);
    }

    private static Model model(List<String> labels, Preprocessing preprocessing, Tail tail, FeatureCodec codec) {
        return new Model(
                SAMPLE.name(),
                SAMPLE.version(),
                labels,
                preprocessing,
                SAMPLE.head(),
                tail,
                codec,
                SAMPLE.training(),
                null,
                null);
    }

    private static Tail tail(int features, int classes) {
        return new Tail(
                List.of(SampleModel.layer(SampleModel.dense(features, classes), Activation.IDENTITY, new Random(1))));
    }
}
