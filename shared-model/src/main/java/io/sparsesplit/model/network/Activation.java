package io.sparsesplit.model.network;

import java.util.Locale;

/** What a neuron makes of its weighted sum, in place. */
public enum Activation {
    /** {@code max(0, x)} */
    RELU {
        @Override
        public void apply(float[] values, int length) {
            for (int i = 0; i < length; i++) {
                values[i] = Math.max(0, values[i]);
            }
        }
    },
    /** {@code x}, for the logits of a classifier. */
    IDENTITY {
        @Override
        public void apply(float[] values, int length) {}
    };

    /** The name used in manifests, for example {@code relu}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Replaces the first {@code length} weighted sums by activations. */
    public abstract void apply(float[] values, int length);
}
