package io.sparsesplit.model.codec;

/** What travels of one image. */
public final class Features {

    private final float[] values;
    private final int exitClass;

    /**
     * The features of an image.
     *
     * @param values the activations at the split; not copied
     * @param exitClass the class that the last exit takes the image for; 0 where it does not travel
     */
    public Features(float[] values, int exitClass) {
        this.values = values;
        this.exitClass = exitClass;
    }

    /** The activations at the split; not a copy. */
    public float[] values() {
        return values;
    }

    /** The class that the last exit takes the image for; 0 where it did not travel. */
    public int exitClass() {
        return exitClass;
    }
}
