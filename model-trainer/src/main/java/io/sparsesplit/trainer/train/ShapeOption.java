package io.sparsesplit.trainer.train;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.SplitPoint;
import io.sparsesplit.model.pattern.PatternFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of training that say what the network looks like; a picocli mixin. */
final class ShapeOption {

    private static final int USUAL_BUDGET = 5000;

    @Option(
            names = "--budget",
            paramLabel = "N",
            defaultValue = Option.NULL_VALUE,
            description =
                    "Most parameters on the edge, exit included: a picture size, inputs, layers and out-degrees are"
                            + " proposed. Default: 5000, unless --config says it all.")
    private @Nullable Integer budget;

    @Option(
            names = "--tail",
            split = ",",
            paramLabel = "N",
            description = "Neurons of the cloud's hidden layers, all dense, behind what --budget proposes.")
    private List<Integer> tail = List.of(512);

    @Option(
            names = "--config",
            split = ",",
            paramLabel = "N",
            defaultValue = Option.NULL_VALUE,
            description =
                    "Instead of --budget: neurons of each layer: inputs, hidden, .., classes. With fewer inputs than"
                            + " pixels, those are chosen that differ most between images; inputs beyond the pixels are 0.")
    private @Nullable List<Integer> neurons;

    @Option(
            names = "--out-degree",
            split = ",",
            paramLabel = "D",
            defaultValue = Option.NULL_VALUE,
            description = "Out-degree of each junction of --config.")
    private @Nullable List<Integer> outDegrees;

    @Option(
            names = "--pattern",
            split = ",",
            paramLabel = "FAMILY",
            defaultValue = Option.NULL_VALUE,
            description =
                    "local (first junction only), random, cyclic, clash-free-1, clash-free-2 or clash-free-3; one for all"
                            + " sparse junctions, or one for each junction. Default: local, then random.")
    private @Nullable List<PatternFamily> families;

    @Option(
            names = "--split",
            paramLabel = "J",
            defaultValue = Option.NULL_VALUE,
            description = "Junctions on the edge; default: two of what is proposed, half of --config.")
    private @Nullable Integer split;

    @Option(
            names = "--exit-after",
            split = ",",
            paramLabel = "J",
            defaultValue = Option.NULL_VALUE,
            description = "Layers of the head behind which exits stand, none behind the split; default: one, there.")
    private @Nullable List<Integer> exitAfter;

    /** As if {@code --budget} had been given. */
    static ShapeOption ofBudget(int parameters) {
        ShapeOption option = new ShapeOption();
        option.budget = parameters;
        return option;
    }

    /**
     * A network and what it sees.
     *
     * @param picture size, channels and fit of its pictures
     * @param topology of the network
     * @param advice sentence on a better budget; empty when there is none
     */
    record Plan(Preprocessing picture, Topology topology, Optional<String> advice) {}

    /**
     * What was chosen, or is proposed.
     *
     * @param picture that images are usually brought to
     * @param fixed whether that size was chosen: it is kept
     * @param classes to tell apart
     * @param recipe which the usual patterns depend on
     * @throws IllegalArgumentException when options do not fit together
     */
    Plan plan(Preprocessing picture, boolean fixed, int classes, Recipe recipe) {
        if (neurons != null) {
            if (budget != null) {
                throw new IllegalArgumentException("--budget proposes what --config says: give one of them");
            }
            if (outDegrees == null) {
                throw new IllegalArgumentException("--config needs --out-degree, one for each junction");
            }
            return new Plan(picture, topology(neurons, outDegrees, null, picture, recipe), Optional.empty());
        }
        if (outDegrees != null) {
            throw new IllegalArgumentException("--out-degree needs --config, the neurons of each layer");
        }
        Budget wanted = new Budget(
                budget == null ? USUAL_BUDGET : budget, picture.width(), picture.height(), picture.channels(), classes);
        Budget.Proposal proposal = wanted.proposal();
        Preprocessing scaled = fixed
                ? picture
                : Preprocessing.of(picture.fit(), proposal.width(), proposal.height(), picture.channels());
        return new Plan(scaled, proposed(proposal, classes, scaled, recipe), wanted.exitEatsBudget(proposal));
    }

    private Topology proposed(Budget.Proposal proposal, int classes, Preprocessing picture, Recipe recipe) {
        List<Integer> layers = new ArrayList<>(List.of(proposal.inputs(), proposal.firstLayer(), proposal.features()));
        List<Integer> degrees = new ArrayList<>(List.of(proposal.firstOutDegree(), proposal.secondOutDegree()));
        int head = degrees.size();
        for (int hidden : tail) {
            layers.add(hidden);
            degrees.add(hidden);
        }
        layers.add(classes);
        degrees.add(classes);
        return topology(layers, degrees, head, picture, recipe);
    }

    private Topology topology(
            List<Integer> layers,
            List<Integer> degrees,
            @Nullable Integer usualSplit,
            Preprocessing picture,
            Recipe recipe) {
        int junctions = layers.size() - 1;
        if (junctions < 2) {
            throw new IllegalArgumentException("--config needs at least inputs, one hidden layer and classes");
        }
        int usual = usualSplit == null ? SplitPoint.midpoint(junctions).headJunctions() : usualSplit;
        int splitAfter = split == null ? usual : split;
        return Topology.of(
                layers,
                degrees,
                families == null ? usualFamilies(junctions, layers.get(0) <= picture.samples(), recipe) : families,
                splitAfter,
                exitAfter == null ? List.of(splitAfter) : exitAfter);
    }

    private static List<PatternFamily> usualFamilies(int junctions, boolean allLieInPicture, Recipe recipe) {
        List<PatternFamily> usual = new ArrayList<>();
        for (int i = 0; i < junctions; i++) {
            boolean local = i == 0 && allLieInPicture && recipe == Recipe.BEST;
            usual.add(local ? PatternFamily.LOCAL : PatternFamily.RANDOM);
        }
        return usual;
    }
}
