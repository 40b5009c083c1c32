package io.sparsesplit.trainer.train;

import io.sparsesplit.model.pattern.Density;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Proposes the edge's part of a network for a number of parameters: two sparse junctions and an exit.
 *
 * <p>All feasible shapes are compared with proportions that were good on validation images of MNIST at 2,450 to 16,650
 * parameters (see the report): first layer and features grow with the root of the budget, inputs with its 0.15th power; a good
 * half of the pixels becomes inputs, for which pictures are scaled down; seven tenths of the parameters lie in the first
 * junction.
 *
 * @param parameters most on the edge, exit included
 * @param width of the images as they are, in pixels
 * @param height of the images as they are, in pixels
 * @param channels of the images
 * @param classes to tell apart
 */
record Budget(int parameters, int width, int height, int channels, int classes) {

    private static final int LEAST = 200;
    private static final int MOST = 10_000_000;

    private static final double FIRST_LAYER = 1.15;
    private static final double FEATURES = 0.55;
    private static final double INPUTS = 60;
    private static final double INPUTS_POWER = 0.15;
    private static final double SELECTED = 0.55;
    private static final double FIRST_JUNCTION = 0.72;

    /** Share of the budget above which an exit leaves too little for the layers that it reads. */
    private static final double EXIT_SHARE = 0.4;

    private static final int BUDGET_STEP = 500;

    Budget {
        if (parameters < LEAST || parameters > MOST) {
            throw new IllegalArgumentException(
                    "--budget must be %d to %d parameters, not %d".formatted(LEAST, MOST, parameters));
        }
    }

    /**
     * What is proposed.
     *
     * @param width of the network's picture
     * @param height of the network's picture
     * @param inputs samples of it that are read
     * @param firstLayer neurons of the first layer
     * @param features neurons at the split
     * @param firstOutDegree of the first junction
     * @param secondOutDegree of the second junction
     */
    record Proposal(
            int width, int height, int inputs, int firstLayer, int features, int firstOutDegree, int secondOutDegree) {

        /** Weights and biases of head and exit. */
        int parameters(int classes) {
            return inputs * firstOutDegree
                    + firstLayer
                    + firstLayer * secondOutDegree
                    + features
                    + features * classes
                    + classes;
        }
    }

    /**
     * The feasible shape that comes closest to good proportions.
     *
     * @throws IllegalArgumentException when no shape fits
     */
    Proposal proposal() {
        Proposal best = null;
        double least = Double.POSITIVE_INFINITY;
        for (int features : around(FEATURES * Math.sqrt(parameters), 4, Integer.MAX_VALUE)) {
            for (int firstLayer : around(FIRST_LAYER * Math.sqrt(parameters), 10, Integer.MAX_VALUE)) {
                for (int inputs : around(idealInputs(), 20, width * height * channels)) {
                    Optional<Proposal> shape = shape(inputs, firstLayer, features);
                    double cost = shape.map(this::cost).orElse(Double.POSITIVE_INFINITY);
                    if (cost < least) {
                        least = cost;
                        best = shape.orElseThrow();
                    }
                }
            }
        }
        if (best == null) {
            throw new IllegalArgumentException(
                    "no network for %d classes has as few as %d parameters on the edge: raise --budget"
                            .formatted(classes, parameters));
        }
        return best;
    }

    private double idealInputs() {
        double ideal = INPUTS * StrictMath.pow(parameters, INPUTS_POWER) * Math.sqrt(channels);
        return Math.min(ideal, SELECTED * width * height * channels);
    }

    /** Multiples of a step, from two thirds of a number to half as much again. */
    private static List<Integer> around(double ideal, int step, int most) {
        List<Integer> numbers = new ArrayList<>();
        for (int n = step; n <= ideal * 1.5; n += step) {
            if (n >= ideal / 1.5 && n <= most) {
                numbers.add(n);
            }
        }
        return numbers.isEmpty() ? List.of(Math.min(step, most)) : numbers;
    }

    /** The out-degrees that use up the budget in good proportion, if there are any. */
    private Optional<Proposal> shape(int inputs, int firstLayer, int features) {
        int edges = parameters - firstLayer - features - features * classes - classes;
        int firstStep = Density.smallestOutDegree(inputs, firstLayer);
        int secondStep = Density.smallestOutDegree(firstLayer, features);
        int first = Math.min(firstLayer, (int) Math.round(FIRST_JUNCTION * edges / inputs / firstStep) * firstStep);
        int second = Math.min(features, (edges - inputs * first) / firstLayer / secondStep * secondStep);
        if (first < 1 || second < 1) {
            return Optional.empty();
        }
        double scale = Math.min(1, Math.sqrt(inputs / SELECTED / ((double) width * height * channels)));
        int scaledWidth = Math.max(1, (int) Math.round(width * scale));
        int scaledHeight = Math.max(1, (int) Math.round(height * scale));
        return scaledWidth * scaledHeight * channels < inputs
                ? Optional.empty()
                : Optional.of(new Proposal(scaledWidth, scaledHeight, inputs, firstLayer, features, first, second));
    }

    /** 0 for a network that uses all of the budget in the best of proportions. */
    private double cost(Proposal shape) {
        int edges = shape.inputs() * shape.firstOutDegree() + shape.firstLayer() * shape.secondOutDegree();
        double share = (double) shape.inputs() * shape.firstOutDegree() / edges;
        return square(20 * (1 - (double) shape.parameters(classes) / parameters))
                + square((share - FIRST_JUNCTION) / 0.1)
                + square(StrictMath.log(shape.firstLayer() / (FIRST_LAYER * Math.sqrt(parameters))))
                + square(2 * StrictMath.log(shape.features() / (FEATURES * Math.sqrt(parameters))))
                + square(2 * StrictMath.log(shape.inputs() / idealInputs()));
    }

    /**
     * Returns a word of advice when the exit takes so much of the budget that little is left for what it reads: which share it
     * takes, and the least budget of which it takes no more than {@link #EXIT_SHARE}. Empty when it takes less.
     */
    Optional<String> exitEatsBudget(Proposal proposal) {
        double share = (double) exitParameters(proposal) / proposal.parameters(classes);
        if (share <= EXIT_SHARE) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "The exit for %d classes takes %.0f %% of the %,d parameters on the edge: with --budget %d it takes no more than"
                        + " %.0f %%.",
                classes,
                100 * share,
                proposal.parameters(classes),
                fittingBudget(),
                100 * EXIT_SHARE));
    }

    private int fittingBudget() {
        int fitting = parameters;
        while (fitting < MOST) {
            fitting = Math.min(MOST, Math.max(fitting + BUDGET_STEP, fitting * 11 / 10 / BUDGET_STEP * BUDGET_STEP));
            Proposal proposal = new Budget(fitting, width, height, channels, classes).proposal();
            if (exitParameters(proposal) <= EXIT_SHARE * proposal.parameters(classes)) {
                return fitting;
            }
        }
        return fitting;
    }

    private int exitParameters(Proposal proposal) {
        return (proposal.features() + 1) * classes;
    }

    private static double square(double x) {
        return x * x;
    }
}
