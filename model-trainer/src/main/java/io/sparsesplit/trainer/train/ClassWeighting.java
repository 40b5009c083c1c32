package io.sparsesplit.trainer.train;

import io.sparsesplit.trainer.data.ClassCounts;
import io.sparsesplit.trainer.data.ClassWeights;
import java.util.Locale;

/** Ways to weigh classes in the loss. */
enum ClassWeighting {
    /** Balanced where the training images are not, uniform otherwise. */
    AUTO,
    /** Each class counts alike, however many images it has. */
    BALANCED,
    /** Each image counts alike. */
    NONE;

    /** Returns what this comes to for a training set: balanced or none. */
    ClassWeighting resolved(ClassCounts train) {
        return this != AUTO ? this : train.isBalanced() ? NONE : BALANCED;
    }

    /** Returns the weight of each class. */
    float[] weights(ClassCounts train) {
        return resolved(train) == BALANCED
                ? ClassWeights.balanced(train)
                : ClassWeights.uniform(train.images().size());
    }

    /** Returns the name used on the command line, for example {@code balanced}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
