package io.sparsesplit.model.artifact;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.sparsesplit.model.image.Fit;
import io.sparsesplit.model.image.Picture;
import io.sparsesplit.model.image.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.StdConverter;

/**
 * A {@link Preprocessing} as the manifest has it.
 *
 * @param width of the network's picture
 * @param height of the network's picture
 * @param inputs length of the input vector
 * @param channels 1 (grey) or 3 (red, green, blue); null for 1
 * @param fit how a picture comes to that size; null for {@code strokes}
 * @param mean of each channel; null for 0
 * @param deviation of each channel; null for 1
 * @param selection numbers of the samples that become inputs, ascending; null for all
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PreprocessingSpec(
        int width,
        int height,
        int inputs,
        @JsonSetter(nulls = Nulls.SET) @Nullable Integer channels,
        @JsonSetter(nulls = Nulls.SET) @Nullable Fit fit,
        @JsonSetter(nulls = Nulls.SET) @Nullable List<Float> mean,
        @JsonSetter(nulls = Nulls.SET) @Nullable List<Float> deviation,
        @JsonSetter(nulls = Nulls.SET) @Nullable List<Integer> selection) {

    /** To JSON. */
    static final class Writing extends StdConverter<Preprocessing, PreprocessingSpec> {

        @Override
        public PreprocessingSpec convert(Preprocessing preprocessing) {
            return of(preprocessing);
        }
    }

    /** From JSON. */
    static final class Reading extends StdConverter<PreprocessingSpec, Preprocessing> {

        @Override
        public Preprocessing convert(PreprocessingSpec spec) {
            return spec.toPreprocessing();
        }
    }

    /** What goes without saying is not written: manifests from before there was a choice have the same form. */
    private static PreprocessingSpec of(Preprocessing preprocessing) {
        return new PreprocessingSpec(
                preprocessing.width(),
                preprocessing.height(),
                preprocessing.inputs(),
                preprocessing.channels() == Picture.GREY ? null : preprocessing.channels(),
                preprocessing.fit() == Fit.STROKES ? null : preprocessing.fit(),
                listed(preprocessing.mean(), 0),
                listed(preprocessing.deviation(), 1),
                selection(preprocessing));
    }

    private Preprocessing toPreprocessing() {
        return new Preprocessing(
                fit == null ? Fit.STROKES : fit,
                width,
                height,
                channels == null ? Picture.GREY : channels,
                inputs,
                floats(mean),
                floats(deviation),
                selection == null
                        ? null
                        : selection.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Null when all values are the usual one. */
    private static @Nullable List<Float> listed(float[] values, float usual) {
        List<Float> list = new ArrayList<>(values.length);
        boolean unusual = false;
        for (float value : values) {
            list.add(value);
            unusual |= value != usual;
        }
        return unusual ? list : null;
    }

    private static @Nullable List<Integer> selection(Preprocessing preprocessing) {
        if (preprocessing.selectsAll()) {
            return null;
        }
        List<Integer> selection = new ArrayList<>(preprocessing.selected());
        for (int input = 0; input < preprocessing.selected(); input++) {
            selection.add(preprocessing.sample(input));
        }
        return selection;
    }

    private static float @Nullable [] floats(@Nullable List<Float> list) {
        if (list == null) {
            return null;
        }
        float[] values = new float[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.get(i);
        }
        return values;
    }
}
