package io.sparsesplit.model.codec;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The payload encodings there are: one constant each, with its number in a {@link Frame} and its name in a manifest. */
public enum Codec {
    /** Each feature as an IEEE 754 single, little-endian: lossless. */
    FLOAT32(1, "float32", Float.BYTES),
    /** Each feature as one byte, affine between the ends of its channel's range: see {@link Uint8Codec}. */
    UINT8(2, "uint8", 1);

    private final int id;
    private final String label;
    private final int bytesPerFeature;

    Codec(int id, String label, int bytesPerFeature) {
        this.id = id;
        this.label = label;
        this.bytesPerFeature = bytesPerFeature;
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

    /** Refuses a number of features that no frame can carry. */
    void requireFrameFits(int features) {
        int most = Frame.MAX_PAYLOAD_BYTES / bytesPerFeature;
        if (features < 1 || features > most) {
            throw new IllegalArgumentException(
                    "the %s codec carries 1 to %d features, not %d".formatted(label, most, features));
        }
    }

    static void requireFeatures(int actual, int expected) {
        if (actual != expected) {
            throw new IllegalArgumentException("%d features given to a codec for %d".formatted(actual, expected));
        }
    }
}
