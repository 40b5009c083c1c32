package io.sparsesplit.model.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.FeatureCodecs;
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
        assertThatThrownBy(() -> model(SAMPLE.labels(), SAMPLE.preprocessing(), tail(7, 3), SAMPLE.codecs()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the head has 6 features, the codecs 6, the tail 7");
    }

    @Test
    void aCodecThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> model(SAMPLE.labels(), SAMPLE.preprocessing(), SAMPLE.tail(), float32(5, 0)))
                .hasMessage("the head has 6 features, the codecs 5, the tail 6");
    }

    @Test
    void labelsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> model(List.of("a", "b"), SAMPLE.preprocessing(), SAMPLE.tail(), SAMPLE.codecs()))
                .hasMessage("there are 2 labels, but the head has 3 classes and the tail 3");
        assertThatThrownBy(() -> model(SAMPLE.labels(), SAMPLE.preprocessing(), tail(6, 4), SAMPLE.codecs()))
                .hasMessage("there are 3 labels, but the head has 3 classes and the tail 4");
    }

    @Test
    void preprocessingThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> model(SAMPLE.labels(), new Preprocessing(3, 3, 9), SAMPLE.tail(), SAMPLE.codecs()))
                .hasMessage("the head reads 12 inputs, but 9 are prepared");
    }

    @Test
    void labelsAreCopied() {
        List<String> labels = new ArrayList<>(SAMPLE.labels());
        Model model = model(labels, SAMPLE.preprocessing(), SAMPLE.tail(), SAMPLE.codecs());
        labels.clear();

        assertThat(model.labels()).hasSize(3);
    }

    private static Model model(List<String> labels, Preprocessing preprocessing, Tail tail, FeatureCodecs codecs) {
        return new Model(
                SAMPLE.name(),
                SAMPLE.version(),
                labels,
                preprocessing,
                SAMPLE.head(),
                tail,
                codecs,
                SAMPLE.training(),
                null,
                null);
    }

    @Test
    void codecsWithAClassThatTheTailDoesNotReadAreRefused() {
        assertThatThrownBy(() -> model(SAMPLE.labels(), SAMPLE.preprocessing(), SAMPLE.tail(), float32(6, 3)))
                .hasMessage("the codecs carry one of 3 classes, but the tail reads one of 0");
        assertThatThrownBy(() ->
                        model(SAMPLE.labels(), SAMPLE.preprocessing(), SampleModel.readingExitClass(), float32(6, 0)))
                .hasMessage("the codecs carry one of 0 classes, but the tail reads one of 3");
    }

    private static FeatureCodecs float32(int features, int classes) {
        return new FeatureCodecs(Codec.FLOAT32, features, classes, null, null);
    }

    private static Tail tail(int features, int classes) {
        return new Tail(
                List.of(SampleModel.layer(SampleModel.dense(features, classes), Activation.IDENTITY, new Random(1))));
    }
}
