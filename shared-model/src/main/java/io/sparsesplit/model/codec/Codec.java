package io.sparsesplit.model.codec;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The payload encodings there are: one constant each, with its number in a {@link Frame} and its name in a manifest. */
public enum Codec {
    /** Each feature as an IEEE 754 single: lossless. See {@link Float32Codec}. */
    FLOAT32(1, "float32"),
    /** Each feature as one byte, affine between the ends of its channel's range. See {@link Uint8Codec}. */
    UINT8(2, "uint8"),
    /** Each feature as its channel's level, in no more bits than that needs. See {@link PackedCodec}. */
    PACKED(3, "packed"),
    /** The levels, runs of the lowest one counted. See {@link RunLengthCodec}. */
    RUN_LENGTH(4, "run-length"),
    /** The levels through deflate. See {@link DeflateCodec}. */
    DEFLATE(5, "deflate"),
    /** The levels through a range coder, under the model's prior. See {@link EntropyCodec}. */
    ENTROPY(6, "entropy");

    /** What a frame has room for with every codec. */
    public static final int MAX_FEATURES = (Frame.MAX_PAYLOAD_BYTES - 1) / Float.BYTES;

    /** An exit's class travels as one byte. */
    public static final int MAX_CLASSES = 256;

    private final int id;
    private final String label;

    Codec(int id, String label) {
        this.id = id;
        this.label = label;
    }

    /** In a frame, 1 to 15. */
    public int id() {
        return id;
    }

    /** The name used in manifests and on the command line, for example {@code uint8}. */
    @Override
    public String toString() {
        return label;
    }

    /**
     * The codec of a name.
     *
     * @throws IllegalArgumentException naming the codecs there are
     */
    public static Codec of(String name) {
        return Arrays.stream(values())
                .filter(codec -> codec.label.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no codec '%s'; choose one of %s"
                        .formatted(
                                name,
                                Arrays.stream(values()).map(Codec::toString).collect(Collectors.joining(", ")))));
    }

    /** Refuses what no frame can carry. */
    void requireFrameFits(int features, int classes) {
        if (features < 1 || features > MAX_FEATURES) {
            throw new IllegalArgumentException(
                    "the %s codec carries 1 to %d features, not %d".formatted(label, MAX_FEATURES, features));
        }
        if (classes < 0 || classes > MAX_CLASSES) {
            throw new IllegalArgumentException("the %s codec carries one of 1 to %d classes, or none, not one of %d"
                    .formatted(label, MAX_CLASSES, classes));
        }
    }

    static void requireFeatures(int actual, int expected) {
        if (actual != expected) {
            throw new IllegalArgumentException("%d features given to a codec for %d".formatted(actual, expected));
        }
    }

    static void requireFinite(int feature, float value) {
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException("feature %d is %s: only numbers travel".formatted(feature, value));
        }
    }

    static void requireClass(int exitClass, int classes) {
        if (exitClass < 0 || exitClass >= classes) {
            throw new IllegalArgumentException(
                    "class %d given to a codec for classes 0 to %d".formatted(exitClass, classes - 1));
        }
    }
}
