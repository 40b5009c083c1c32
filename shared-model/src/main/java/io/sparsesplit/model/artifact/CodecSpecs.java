package io.sparsesplit.model.artifact;

import io.sparsesplit.model.artifact.Manifest.CodecSpec;
import io.sparsesplit.model.artifact.Manifest.PriorSpec;
import io.sparsesplit.model.artifact.Manifest.QuantizerSpec;
import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.model.codec.FrequencyTable;
import io.sparsesplit.model.codec.Prior;
import io.sparsesplit.model.codec.Quantizer;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Codecs as a manifest has them, and back. */
final class CodecSpecs {

    private CodecSpecs() {}

    static CodecSpec spec(FeatureCodecs codecs) {
        return new CodecSpec(
                codecs.standard().codec().toString(),
                codecs.quantizer().map(CodecSpecs::spec).orElse(null),
                codecs.prior().map(CodecSpecs::spec).orElse(null));
    }

    private static QuantizerSpec spec(Quantizer quantizer) {
        List<Integer> channels =
                IntStream.range(0, quantizer.features()).boxed().toList();
        return new QuantizerSpec(
                channels.stream().map(quantizer::low).toList(),
                channels.stream().map(quantizer::step).toList(),
                channels.stream().map(quantizer::levels).toList());
    }

    private static PriorSpec spec(Prior prior) {
        return new PriorSpec(
                prior.classTable().map(CodecSpecs::frequencies).orElse(null),
                IntStream.range(0, Math.max(1, prior.classes()))
                        .mapToObj(c -> prior.tables(c).stream()
                                .map(CodecSpecs::frequencies)
                                .toList())
                        .toList());
    }

    private static List<Integer> frequencies(FrequencyTable table) {
        return IntStream.range(0, table.symbols()).map(table::frequency).boxed().toList();
    }

    /**
     * The codecs of a manifest whose head and tail fit each other.
     *
     * @throws IllegalArgumentException when they are not such as can be
     */
    static FeatureCodecs codecs(Manifest manifest) {
        CodecSpec spec = manifest.codec();
        return new FeatureCodecs(
                Codec.of(spec.name()),
                manifest.features(),
                manifest.tailReadsExitClass() ? manifest.labels().size() : 0,
                quantizer(spec.quantizer()),
                prior(spec.prior()));
    }

    private static @Nullable Quantizer quantizer(@Nullable QuantizerSpec spec) {
        return spec == null ? null : new Quantizer(floats(spec.low()), floats(spec.step()), integers(spec.levels()));
    }

    private static @Nullable Prior prior(@Nullable PriorSpec spec) {
        return spec == null
                ? null
                : new Prior(
                        spec.classes() == null ? null : table(spec.classes()),
                        spec.channels().stream()
                                .map(channels ->
                                        channels.stream().map(CodecSpecs::table).toList())
                                .toList());
    }

    private static FrequencyTable table(List<Integer> frequencies) {
        return new FrequencyTable(integers(frequencies));
    }

    private static int[] integers(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private static float[] floats(List<Float> values) {
        float[] unboxed = new float[values.size()];
        for (int i = 0; i < unboxed.length; i++) {
            unboxed[i] = values.get(i);
        }
        return unboxed;
    }
}
