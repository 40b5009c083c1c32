package io.sparsesplit.trainer.train;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.FeatureCodecs;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.Tail;
import io.sparsesplit.trainer.data.Dataset;
import io.sparsesplit.trainer.data.DatasetReader;
import io.sparsesplit.trainer.train.ShapeOption.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;

/**
 * Networks of one shape and seed that differ in how their features travel. What comes before that is trained once and kept in a
 * checkpoint: a sweep that was interrupted goes on from there.
 */
public final class SplitNetworks {

    private final Dataset dataset;
    private final Topology topology;
    private final Preprocessing preprocessing;
    private final Hyperparameters hyperparameters;
    private final Inputs inputs;
    private final Inputs validation;
    private final Path folder;

    /** A network that {@code sparsesplit train} would have learned from the same images. */
    public record Trained(Head head, Tail tail, FeatureCodecs codecs) {}

    /**
     * Networks with the shape that {@code --budget} proposes and the recipe {@code best}.
     *
     * @param budget most parameters on the edge, exit included
     * @param epochs in place of the recipe's when above 0
     * @param folder for checkpoints
     */
    public SplitNetworks(DatasetReader reader, int budget, long seed, int epochs, int threads, Path folder) {
        Plan plan = ShapeOption.ofBudget(budget)
                .plan(reader.defaults(), false, reader.labels().size(), Recipe.BEST);
        this.topology = plan.topology();
        Hyperparameters usual = Recipe.BEST.hyperparameters(topology.parameters(), seed, threads);
        this.hyperparameters = epochs > 0 ? usual.withEpochs(epochs) : usual;
        this.dataset = reader.read(plan.picture());
        this.preprocessing = InputSelection.of(dataset.preprocessing(), dataset.train(), topology.inputs());
        this.inputs = new Inputs(dataset.train(), preprocessing);
        this.validation = new Inputs(dataset.validation(), preprocessing);
        this.folder = folder;
    }

    public Dataset dataset() {
        return dataset;
    }

    public Preprocessing preprocessing() {
        return preprocessing;
    }

    /** For example {@code 200,80,40|512,10}: neurons of each layer, those in the cloud behind the bar. */
    public String shape() {
        int features = topology.split().headJunctions();
        return topology.neurons().subList(0, features + 1).stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(","))
                + topology.neurons().subList(features + 1, topology.neurons().size()).stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(",", "|", ""));
    }

    /** Of the training before it minds how features travel. */
    public int epochs() {
        return hyperparameters.epochs();
    }

    /**
     * The network for a way to travel.
     *
     * @param err told when Ctrl-C ends the program
     */
    public Trained trained(Compression compression, PrintWriter err) throws IOException {
        boolean guided = compression.guidedFromStart();
        Path joint = checkpoint("joint", guided);
        if (Files.notExists(joint)) {
            Path unfinished = checkpoint("unfinished", guided);
            run(fitting(plain(guided), unfinished, guided), Files.exists(unfinished), err);
            Files.move(unfinished, joint, StandardCopyOption.ATOMIC_MOVE);
        }
        Path copy = checkpoint("variant", guided);
        Files.copy(joint, copy, StandardCopyOption.REPLACE_EXISTING);
        TrainingRun fitting = fitting(compression, copy, guided);
        run(fitting, true, err);
        Files.delete(copy);
        return new Trained(
                fitting.network().head(Criterion.MAX_SOFTMAX), fitting.network().tail(), fitting.codecs());
    }

    private void run(TrainingRun fitting, boolean resume, PrintWriter err) throws IOException {
        try (TrainingProgress progress = new TrainingProgress(fitting.epochs(), inputs.size(), null, err)) {
            fitting.run(resume, progress);
        }
    }

    /** Forgets the checkpoints. */
    public void clean() throws IOException {
        for (boolean guided : new boolean[] {false, true}) {
            for (String name : new String[] {"joint", "unfinished", "variant"}) {
                Files.deleteIfExists(checkpoint(name, guided));
            }
        }
    }

    private static Compression plain(boolean exitClass) {
        return Compression.of(Codec.FLOAT32, 8, exitClass);
    }

    private TrainingRun fitting(Compression compression, Path file, boolean guided) {
        String description = "%s %s, exit class %s, on %s"
                .formatted(shape(), hyperparameters.withThreads(1), guided, dataset.split());
        return new TrainingRun(
                topology, hyperparameters, compression, inputs, validation, new Checkpoint(file, description));
    }

    private Path checkpoint(String name, boolean guided) {
        return folder.resolve("%s-%d%s-%s.checkpoint"
                .formatted(topology.parameters(), hyperparameters.seed(), guided ? "-class" : "", name));
    }
}
