package io.sparsesplit.trainer.train;

import io.sparsesplit.model.network.Activation;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.network.EarlyExit;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Tail;
import io.sparsesplit.model.pattern.Junction;
import io.sparsesplit.model.pattern.Pattern;
import io.sparsesplit.model.pattern.Pattern.Recipe;
import io.sparsesplit.model.pattern.PatternFamily;
import io.sparsesplit.model.pattern.Positions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** The layers from input to classes, and the exits beside them, while they are trained. */
final class TrainableNetwork {

    private final Topology topology;
    private final List<TrainableLayer> layers = new ArrayList<>();
    private final List<TrainableLayer> exits = new ArrayList<>();

    /** Every pattern gets a seed of its own, drawn from {@code seed}, and the weights follow. */
    TrainableNetwork(
            Topology topology, Initialisation initialisation, Optional<Positions> inputPositions, long seed) {
        this.topology = topology;
        Random random = new Random(seed);
        List<Pattern> patterns = new ArrayList<>();
        for (int i = 0; i < topology.junctions().size(); i++) {
            Junction junction = topology.junctions().get(i);
            long patternSeed = junction.isDense() ? 0 : random.nextInt();
            patterns.add(Pattern.generate(
                    junction,
                    new Recipe(topology.families().get(i), patternSeed),
                    i == 0 ? inputPositions : Optional.empty()));
        }
        for (Pattern pattern : patterns) {
            boolean last = layers.size() == patterns.size() - 1;
            layers.add(new TrainableLayer(pattern, last ? Activation.IDENTITY : Activation.RELU, initialisation, random));
        }
        for (int after : topology.exitAfter()) {
            int features = layers.get(after - 1).outputs();
            Pattern dense =
                    Pattern.generate(Junction.dense(features, topology.classes()), new Recipe(PatternFamily.DENSE, 0));
            exits.add(new TrainableLayer(dense, Activation.IDENTITY, initialisation, random));
        }
    }

    Topology topology() {
        return topology;
    }

    List<TrainableLayer> layers() {
        return layers;
    }

    List<TrainableLayer> exits() {
        return exits;
    }

    /** Length of the feature vector at the split. */
    int features() {
        return layers.get(topology.split().headJunctions() - 1).outputs();
    }

    /** All layers, the exits last. */
    List<TrainableLayer> all() {
        return Stream.concat(layers.stream(), exits.stream()).toList();
    }

    /** The edge's part, with uncalibrated exits that always answer. */
    Head head(Criterion criterion) {
        List<EarlyExit> earlyExits = new ArrayList<>();
        for (int e = 0; e < exits.size(); e++) {
            earlyExits.add(
                    new EarlyExit(topology.exitAfter().get(e), exits.get(e).toLayer(), criterion, 1, 0));
        }
        return new Head(
                layers.subList(0, topology.split().headJunctions()).stream()
                        .map(TrainableLayer::toLayer)
                        .toList(),
                earlyExits);
    }

    Tail tail() {
        return new Tail(layers.subList(topology.split().headJunctions(), layers.size()).stream()
                .map(TrainableLayer::toLayer)
                .toList());
    }
}
