package io.sparsesplit.model.codec;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The payload encodings there are: one constant each, with its number in a {@link Frame} and its name in a manifest. */
public enum Codec {
    /** Each feature as an IEEE 754 single, little-endian: lossless. */
    FLOAT32(1, "float32"),
    /** Each feature as one byte, affine between the ends of its channel's range: see {@link Uint8Codec}. */
    UINT8(2, "uint8");

    private final int id;
    private final String label;

    Codec(int id, String label) {
        this.id = id;
        this.label = label;
    }

    /** In a frame, 1 to 255. */
    public int id() {
        return id;
    }

    /** In a manifest. */
    public String label() {
        return label;
    }

    /**
     * The codec of a name.
     *
     * @throws IllegalArgumentException naming the codecs there are
     */
    public static Codec ofLabel(String label) {
        return Arrays.stream(values())
                .filter(codec -> codec.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no codec '%s'; choose one of %s"
                        .formatted(
                                label, Arrays.stream(values()).map(Codec::label).collect(Collectors.joining(", ")))));
    }
}
