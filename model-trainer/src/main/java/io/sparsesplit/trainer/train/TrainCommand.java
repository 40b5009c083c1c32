package io.sparsesplit.trainer.train;

import io.sparsesplit.model.artifact.Manifest.Measured;
import io.sparsesplit.model.artifact.Manifest.Training;
import io.sparsesplit.model.artifact.Model;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.Float32Codec;
import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.model.network.SplitPoint;
import io.sparsesplit.model.network.Tail;
import io.sparsesplit.model.pattern.PatternFamily;
import io.sparsesplit.trainer.data.DataException;
import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.data.Dataset;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.data.PictureOption;
import io.sparsesplit.trainer.evaluate.Evaluation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparsesplit train} */
@Command(
        name = "train",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Trains a network and publishes it as a model version.",
            "Validation images are held out: temperatures and the threshold come from them."
                    + " The test images are looked at once, at the end, for the accuracy in the manifest.",
            "A checkpoint is kept after every epoch: after Ctrl-C the same command with --resume goes on."
        })
public final class TrainCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final DataOption data = new DataOption();

    @Mixin
    private final PictureOption picture = new PictureOption();

    @Option(
            names = "--config",
            split = ",",
            paramLabel = "N",
            defaultValue = Option.NULL_VALUE,
            description = "Neurons of each layer: inputs, hidden, .., classes. Inputs beyond the pixels are 0."
                    + " Default: to suit the data; for MNIST 800,160,40,256,10.")
    private @Nullable List<Integer> neurons;

    @Option(
            names = "--out-degree",
            split = ",",
            paramLabel = "D",
            defaultValue = Option.NULL_VALUE,
            description = "Out-degree of each junction. Default: to suit the data; for MNIST 8,10,256,10.")
    private @Nullable List<Integer> outDegrees;

    @Option(
            names = "--pattern",
            split = ",",
            paramLabel = "FAMILY",
            description = "random, clash-free-1, clash-free-2, clash-free-3 or cyclic;"
                    + " one for all sparse junctions, or one for each junction.")
    private List<PatternFamily> families = List.of(PatternFamily.RANDOM);

    @Option(
            names = "--split",
            paramLabel = "J",
            defaultValue = Option.NULL_VALUE,
            description = "Junctions on the edge; default: half of them.")
    private @Nullable Integer split;

    @Option(
            names = "--exit-after",
            split = ",",
            paramLabel = "J",
            defaultValue = Option.NULL_VALUE,
            description = "Layers of the head behind which exits stand, the last at the split; default: there.")
    private @Nullable List<Integer> exitAfter;

    @Option(names = "--criterion", description = "max-softmax, margin or entropy.")
    private Criterion criterion = Criterion.MAX_SOFTMAX;

    @Option(names = "--codec", description = "How features travel: float32 or uint8.")
    private Codec codec = Codec.UINT8;

    @Option(
            names = "--max-loss",
            paramLabel = "POINTS",
            description = "The threshold is the smallest at which exits and tail together lose at most"
                    + " so many percentage points against the tail alone, on the images held out.")
    private double maxLoss = 0;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training images.")
    private int epochs = 60;

    @Option(names = "--batch", paramLabel = "N", description = "Images per step.")
    private int batch = 256;

    @Option(names = "--lr", paramLabel = "RATE", description = "Peak learning rate.")
    private double learningRate = 0.01;

    @Option(names = "--weight-decay", paramLabel = "D", description = "Of AdamW.")
    private double weightDecay = 0.05;

    @Option(names = "--exit-weight", paramLabel = "W", description = "Of an exit's loss beside the tail's.")
    private double exitWeight = 0.3;

    @Option(names = "--seed", paramLabel = "S", description = "Of patterns, initial weights and order.")
    private long seed = 1;

    @Option(
            names = "--threads",
            paramLabel = "N",
            showDefaultValue = Visibility.NEVER,
            description = "Without influence on the result. Default: all processors.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = Option.NULL_VALUE,
            description = "Of the model. Default: mnist for IDX files, otherwise that of the data's folder.")
    private @Nullable String givenName;

    private String name = "";

    @Option(names = "--version", paramLabel = "V", description = "Of the model, MAJOR.MINOR.PATCH.")
    private String version = "1.0.0";

    @Option(names = "--out", paramLabel = "DIR", description = "Model repository to publish to.")
    private Path out = Path.of("models");

    @Option(names = "--resume", description = "Go on from the last checkpoint of the same command.")
    private boolean resume;

    @Override
    public Integer call() throws IOException {
        name = givenName == null ? data.modelName() : givenName;
        ModelRepository repository = new ModelRepository(out);
        repository.requireUnpublished(name, version);
        requireLoss();
        if (neurons != null) {
            topology(neurons, outDegrees == null ? List.of() : outDegrees);
        }
        Hyperparameters hyperparameters =
                new Hyperparameters(epochs, batch, learningRate, weightDecay, exitWeight, seed, threads);
        Dataset dataset = data.dataset(picture);
        Topology topology = topology(dataset);
        requireClasses(dataset, topology.classes());
        Preprocessing preprocessing = dataset.preprocessing().withInputs(topology.inputs());
        Inputs training = new Inputs(dataset.train(), preprocessing);
        LabelledImages validation = dataset.validation();

        TrainableNetwork network = new TrainableNetwork(topology, seed);
        Checkpoint checkpoint = new Checkpoint(
                out.resolve("%s-%s.checkpoint".formatted(name, version)), command(topology) + " on " + dataset.split());
        try (Trainer trainer = new Trainer(network, hyperparameters, training)) {
            new Epochs(trainer, checkpoint, epochs, spec().commandLine().getErr())
                    .run(
                            resume,
                            () -> Evaluation.of(
                                    network.head(criterion),
                                    new Float32Codec(network.features()),
                                    network.tail(),
                                    preprocessing,
                                    validation));
        }
        Head head = network.head(criterion);
        Tail tail = network.tail();
        FeatureCodec fitted = Codecs.fit(codec, head, training);
        Head calibrated =
                new Calibration(head, fitted, tail, new Inputs(validation, preprocessing)).calibrated(maxLoss / 100);
        Evaluation test = Evaluation.of(calibrated, fitted, tail, preprocessing, dataset.test());
        Path folder = repository.publish(new Model(
                name,
                version,
                dataset.labels(),
                preprocessing,
                calibrated,
                tail,
                fitted,
                new Training(
                        command(topology),
                        seed,
                        dataset.sha256(),
                        dataset.train().size(),
                        validation.size(),
                        dataset.split()),
                new Measured(
                        test.images(),
                        test.exitAccuracy(),
                        test.tailAccuracy(),
                        test.cascadeAccuracy(),
                        test.localExitRate())));
        checkpoint.delete();
        PrintWriter printer = spec().commandLine().getOut();
        printer.printf(
                "Published %s: %d parameters on the edge, %d in the cloud.%n",
                folder, calibrated.parameters(), tail.parameters());
        print(printer, "held-out", Evaluation.of(calibrated, fitted, tail, preprocessing, validation));
        print(printer, "test", test);
        printer.flush();
        return 0;
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }

    private void requireLoss() {
        if (!(maxLoss >= 0 && maxLoss <= 100)) {
            throw new IllegalArgumentException("--max-loss must be 0 to 100 percentage points, not " + maxLoss);
        }
    }

    private Topology topology(Dataset dataset) {
        int classes = dataset.labels().size();
        return topology(
                neurons == null ? Topology.usualNeurons(dataset.preprocessing().samples(), classes) : neurons,
                outDegrees == null ? Topology.usualOutDegrees(classes) : outDegrees);
    }

    private Topology topology(List<Integer> neurons, List<Integer> outDegrees) {
        if (neurons.size() < 3) {
            throw new IllegalArgumentException("--config needs at least inputs, one hidden layer and classes");
        }
        int junctions = neurons.size() - 1;
        int splitAfter = split == null ? SplitPoint.midpoint(junctions).headJunctions() : split;
        return Topology.of(
                neurons, outDegrees, families, splitAfter, exitAfter == null ? List.of(splitAfter) : exitAfter);
    }

    private static void requireClasses(Dataset dataset, int classes) {
        if (dataset.labels().size() != classes) {
            throw new DataException("--config ends with %d classes, but the data has %d: %s"
                    .formatted(classes, dataset.labels().size(), dataset.labels()));
        }
    }

    /** The command that trains the same model again, wherever its data lies. */
    private String command(Topology topology) {
        return ("sparsesplit train --name %s --version %s --config %s --out-degree %s --pattern %s --split %d --exit-after %s"
                        + " --criterion %s --codec %s --max-loss %s --epochs %d --batch %d --lr %s --weight-decay %s"
                        + " --exit-weight %s --seed %d%s%s")
                .formatted(
                        name,
                        version,
                        commas(topology.neurons()),
                        commas(topology.outDegrees()),
                        commas(families),
                        topology.split().headJunctions(),
                        commas(topology.exitAfter()),
                        criterion,
                        codec,
                        maxLoss,
                        epochs,
                        batch,
                        learningRate,
                        weightDecay,
                        exitWeight,
                        seed,
                        picture.arguments(),
                        data.arguments());
    }

    private static void print(PrintWriter printer, String images, Evaluation evaluation) {
        printer.printf(
                Locale.ROOT,
                "%6d %-8s images: %.2f %% correct, %.2f %% answered on the edge (exit %.2f %%, tail %.2f %%)%n",
                evaluation.images(),
                images,
                evaluation.cascadeAccuracy(),
                evaluation.localExitRate(),
                evaluation.exitAccuracy(),
                evaluation.tailAccuracy());
    }

    private static String commas(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(","));
    }
}
