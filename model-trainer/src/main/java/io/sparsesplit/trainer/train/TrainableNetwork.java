package io.sparsesplit.trainer.train;

import io.sparsesplit.model.artifact.InputPositions;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Activation;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.network.EarlyExit;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Tail;
import io.sparsesplit.model.pattern.Junction;
import io.sparsesplit.model.pattern.Pattern;
import io.sparsesplit.model.pattern.PatternFamily;
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

    /** Every pattern gets a seed of its own, drawn from that of the training, and the weights follow. */
    TrainableNetwork(Topology topology, Preprocessing preprocessing, Hyperparameters hyperparameters) {
        this.topology = topology;
        Random random = new Random(hyperparameters.seed());
        List<Pattern> patterns = new ArrayList<>();
        for (int i = 0; i < topology.junctions().size(); i++) {
            Junction junction = topology.junctions().get(i);
            long patternSeed = junction.isDense() ? 0 : random.nextInt();
            patterns.add(Pattern.generate(
                    junction,
                    new Pattern.Recipe(topology.families().get(i), patternSeed),
                    i == 0 ? InputPositions.of(preprocessing) : Optional.empty()));
        }
        for (Pattern pattern : patterns) {
            boolean last = layers.size() == patterns.size() - 1;
            Activation activation = last ? Activation.IDENTITY : Activation.RELU;
            layers.add(new TrainableLayer(pattern, activation, hyperparameters.initialisation(), random));
        }
        for (int after : topology.exitAfter()) {
            int features = layers.get(after - 1).outputs();
            Pattern dense = Pattern.generate(
                    Junction.dense(features, topology.classes()), new Pattern.Recipe(PatternFamily.DENSE, 0));
            exits.add(new TrainableLayer(dense, Activation.IDENTITY, hyperparameters.initialisation(), random));
        }
    }

    private TrainableNetwork(Topology topology, List<TrainableLayer> layers, List<TrainableLayer> exits) {
        this.topology = topology;
        this.layers.addAll(layers);
        this.exits.addAll(exits);
    }

    /**
     * This network, of the same layers, with a new narrow layer at the end of the head and one at the beginning of the tail that
     * makes the old features of it again (BottleFit; Matsubara et al., 2022).
     *
     * @param wider the shape of both together
     */
    TrainableNetwork withBottleneck(Topology wider, Hyperparameters hyperparameters) {
        Random random = new Random(hyperparameters.seed() + 1);
        int encoder = wider.split().headJunctions() - 1;
        List<TrainableLayer> all = new ArrayList<>(layers);
        for (int i = encoder; i <= encoder + 1; i++) {
            Pattern dense = Pattern.generate(wider.junctions().get(i), new Pattern.Recipe(PatternFamily.DENSE, 0));
            all.add(i, new TrainableLayer(dense, Activation.RELU, hyperparameters.initialisation(), random));
        }
        return new TrainableNetwork(wider, all, exits);
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

    /** Returns the live weights and biases of all layers, the exits last. */
    List<float[]> numbers() {
        return all().stream()
                .flatMap(layer -> Stream.of(layer.weights(), layer.biases()))
                .toList();
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
        return new Tail(
                layers.subList(topology.split().headJunctions(), layers.size()).stream()
                        .map(TrainableLayer::toLayer)
                        .toList(),
                topology.readsExitClass());
    }
}
