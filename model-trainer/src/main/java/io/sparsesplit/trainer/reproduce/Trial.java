package io.sparsesplit.trainer.reproduce;

import io.sparsesplit.model.pattern.PatternFamily;
import io.sparsesplit.trainer.report.Shape;
import io.sparsesplit.trainer.report.Table;
import io.sparsesplit.trainer.train.Hyperparameters;
import io.sparsesplit.trainer.train.Recipe;
import io.sparsesplit.trainer.train.Topology;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What is trained for a row of the report, with each seed.
 *
 * @param table of the report
 * @param row of the table
 * @param recipe of the training
 * @param side of the network's square picture, in pixels
 * @param shape of the network; fewer inputs than pixels means that some are selected
 * @param change of the recipe, for ablations
 * @param epochs in place of the recipe's when above 0
 */
record Trial(Table table, String row, Recipe recipe, int side, Shape shape, Change change, int epochs) {

    /** What an ablation changes. */
    enum Change {
        /** Nothing. */
        NONE,
        /** Random patterns instead of local ones. */
        RANDOM_PATTERN,
        /** No distorted images. */
        NO_AUGMENTATION,
        /** The paper's way of training. */
        PAPER_TRAINING,
        /** A dense network teaches, too. */
        TEACHER
    }

    /** Of each junction: receptive fields first, where the recipe and the inputs allow it. */
    List<PatternFamily> families() {
        List<PatternFamily> families =
                new ArrayList<>(Collections.nCopies(shape.outDegree().size(), PatternFamily.RANDOM));
        if (recipe == Recipe.BEST && change != Change.RANDOM_PATTERN && shape.inputs() <= side * side) {
            families.set(0, PatternFamily.LOCAL);
        }
        return families;
    }

    /** Neurons of each layer, the input first. */
    List<Integer> neurons() {
        List<Integer> neurons = new ArrayList<>(List.of(shape.inputs()));
        neurons.addAll(shape.hidden());
        neurons.add(shape.outDegree().get(shape.hidden().size()));
        return neurons;
    }

    Topology topology() {
        return Topology.whole(neurons(), shape.outDegree(), families());
    }

    /** Training and what is measured then: the reference learns from all training images, and nothing is chosen by it. */
    boolean holdsOut() {
        return recipe == Recipe.BEST;
    }

    Hyperparameters hyperparameters(long seed) {
        Recipe training = change == Change.PAPER_TRAINING ? Recipe.PAPER : recipe;
        Hyperparameters usual = training.hyperparameters(shape.parameters(), seed, 1);
        Hyperparameters changed = change == Change.NO_AUGMENTATION ? usual.withAugmentation(0) : usual;
        return epochs > 0 ? changed.withEpochs(epochs) : changed;
    }

    Trial withEpochs(int count) {
        return new Trial(table, row, recipe, side, shape, change, count);
    }

    /** The command that makes this run alone. */
    String command(long seed) {
        return "sparsesplit reproduce --table %s --row '%s' --recipe %s --seed %d".formatted(table, row, recipe, seed);
    }
}
