package io.sparsesplit.model.codec;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The codecs that a model offers: {@link Codec#FLOAT32} always, {@link Codec#ENTROPY} where it has a prior, all others where it
 * has a quantizer. One of them is the standard, with which features travel unless something else is wished. Immutable.
 */
public final class FeatureCodecs {

    private final Map<Codec, FeatureCodec> codecs = new EnumMap<>(Codec.class);
    private final FeatureCodec standard;
    private final @Nullable Quantizer quantizer;
    private final @Nullable Prior prior;

    /**
     * The codecs for the features of a model.
     *
     * @param standard one that the quantizer and the prior allow
     * @param features that travel
     * @param classes 0 when the exit's class does not travel
     * @param quantizer of these features; null when there is none
     * @param prior of the quantizer's levels and these classes; null when there is none
     * @throws IllegalArgumentException when these do not fit each other, or the standard codec lacks its quantizer or prior
     */
    public FeatureCodecs(
            Codec standard, int features, int classes, @Nullable Quantizer quantizer, @Nullable Prior prior) {
        this.quantizer = quantizer;
        this.prior = prior;
        add(new Float32Codec(features, classes));
        if (quantizer != null) {
            if (quantizer.features() != features) {
                throw new IllegalArgumentException("the quantizer has %d channels, but %d features travel"
                        .formatted(quantizer.features(), features));
            }
            add(new Uint8Codec(quantizer, classes));
            add(new PackedCodec(quantizer, classes));
            add(new RunLengthCodec(quantizer, classes));
            add(new DeflateCodec(quantizer, classes));
        }
        if (prior != null) {
            if (quantizer == null) {
                throw new IllegalArgumentException("a prior needs a quantizer");
            }
            if (prior.classes() != classes) {
                throw new IllegalArgumentException(
                        "the prior has %d classes, but %d travel".formatted(prior.classes(), classes));
            }
            add(new EntropyCodec(quantizer, prior));
        }
        this.standard = of(standard)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the %s codec needs a %s".formatted(standard, quantizer == null ? "quantizer" : "prior")));
    }

    private void add(FeatureCodec codec) {
        codecs.put(codec.codec(), codec);
    }

    /** How features travel unless something else is wished. */
    public FeatureCodec standard() {
        return standard;
    }

    /** The codec of a kind, where the model offers it. */
    public Optional<FeatureCodec> of(Codec codec) {
        return Optional.ofNullable(codecs.get(codec));
    }

    /** All, in the order of {@link Codec}. */
    public List<FeatureCodec> all() {
        return List.copyOf(codecs.values());
    }

    /** The names of all, to be read by a person. */
    public String names() {
        return codecs.keySet().stream().map(Codec::toString).collect(Collectors.joining(", "));
    }

    /** Length of the feature vector. */
    public int features() {
        return standard.features();
    }

    /** Number of classes; 0 when the exit's class does not travel. */
    public int classes() {
        return standard.classes();
    }

    /** What most codecs quantise with. */
    public Optional<Quantizer> quantizer() {
        return Optional.ofNullable(quantizer);
    }

    /** What the entropy codec codes under. */
    public Optional<Prior> prior() {
        return Optional.ofNullable(prior);
    }
}
