package io.sparsesplit.trainer.train;

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
import io.sparsesplit.trainer.calibrate.Calibrated;
import io.sparsesplit.trainer.calibrate.Scores;
import io.sparsesplit.trainer.calibrate.Wish;
import io.sparsesplit.trainer.calibrate.WishOption;
import io.sparsesplit.trainer.data.DataException;
import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.data.Mnist;
import io.sparsesplit.trainer.evaluate.Evaluation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
            "The last training images are held out: temperatures and the threshold come from them."
                    + " The test images are looked at once, at the end, for the accuracy in the manifest.",
            "A checkpoint is kept after every epoch: after Ctrl-C the same command with --resume goes on."
        })
public final class TrainCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final DataOption data = new DataOption();

    @Option(
            names = "--config",
            split = ",",
            paramLabel = "N",
            description = "Neurons of each layer: inputs, hidden, .., classes. Inputs beyond the pixels are 0.")
    private List<Integer> neurons = List.of(800, 160, 40, 256, 10);

    @Option(names = "--out-degree", split = ",", paramLabel = "D", description = "Out-degree of each junction.")
    private List<Integer> outDegrees = List.of(8, 10, 256, 10);

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

    @Mixin
    private final WishOption wish = new WishOption();

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

    @Option(names = "--validation", paramLabel = "N", description = "Training images held out, the last ones.")
    private int validationImages = 5000;

    @Option(names = "--seed", paramLabel = "S", description = "Of patterns, initial weights and order.")
    private long seed = 1;

    @Option(
            names = "--threads",
            paramLabel = "N",
            showDefaultValue = Visibility.NEVER,
            description = "Without influence on the result. Default: all processors.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--name", description = "Of the model.")
    private String name = "mnist";

    @Option(names = "--version", paramLabel = "V", description = "Of the model, MAJOR.MINOR.PATCH.")
    private String version = "1.0.0";

    @Option(names = "--out", paramLabel = "DIR", description = "Model repository to publish to.")
    private Path out = Path.of("models");

    @Option(names = "--resume", description = "Go on from the last checkpoint of the same command.")
    private boolean resume;

    @Override
    public Integer call() throws IOException {
        ModelRepository repository = new ModelRepository(out);
        repository.requireUnpublished(name, version);
        Wish wanted = wish.wish();
        Topology topology = topology();
        Hyperparameters hyperparameters =
                new Hyperparameters(epochs, batch, learningRate, weightDecay, exitWeight, seed, threads);
        Mnist mnist = data.mnist();
        LabelledImages images = mnist.train();
        requireSplit(images);
        requireClasses(images, topology.classes());
        int trainImages = images.size() - validationImages;
        Preprocessing preprocessing = new Preprocessing(images.width(), images.height(), topology.inputs());
        Inputs training = new Inputs(images.range(0, trainImages), preprocessing);
        LabelledImages validation = images.range(trainImages, images.size());

        TrainableNetwork network = new TrainableNetwork(topology, seed);
        Checkpoint checkpoint =
                new Checkpoint(out.resolve("%s-%s.checkpoint".formatted(name, version)), description(mnist));
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
        Inputs heldOut = new Inputs(validation, preprocessing);
        Calibrated calibrated = Calibrated.of(
                head,
                Scores.of(head, fitted, tail, heldOut.size(), heldOut::vector, heldOut::label),
                criterion,
                wanted,
                Scores.sha256(heldOut.size(), heldOut::vector, heldOut::label));
        Evaluation test = Evaluation.of(calibrated.head(), fitted, tail, preprocessing, mnist.test());
        Path folder = repository.publish(new Model(
                name,
                version,
                IntStream.range(0, topology.classes())
                        .mapToObj(Integer::toString)
                        .toList(),
                preprocessing,
                calibrated.head(),
                tail,
                fitted,
                new Training(command(), seed, mnist.sha256(), trainImages, validationImages),
                test.measured(),
                calibrated.record()));
        checkpoint.delete();
        PrintWriter printer = spec().commandLine().getOut();
        printer.printf(
                "Published %s: %d parameters on the edge, %d in the cloud.%n",
                folder, head.parameters(), tail.parameters());
        calibrated.print(printer);
        print(printer, "held-out", Evaluation.of(calibrated.head(), fitted, tail, preprocessing, validation));
        print(printer, "test", test);
        printer.flush();
        return 0;
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }

    private Topology topology() {
        if (neurons.size() < 3) {
            throw new IllegalArgumentException("--config needs at least inputs, one hidden layer and classes");
        }
        int junctions = neurons.size() - 1;
        int splitAfter = split == null ? SplitPoint.midpoint(junctions).headJunctions() : split;
        return Topology.of(
                neurons, outDegrees, families, splitAfter, exitAfter == null ? List.of(splitAfter) : exitAfter);
    }

    private void requireSplit(LabelledImages images) {
        if (validationImages < Calibrated.FEWEST_IMAGES || validationImages >= images.size()) {
            throw new IllegalArgumentException(
                    "--validation must be %d to %d, fewer than there are training images, not %d"
                            .formatted(Calibrated.FEWEST_IMAGES, images.size() - 1, validationImages));
        }
    }

    private static void requireClasses(LabelledImages images, int classes) {
        for (int i = 0; i < images.size(); i++) {
            if (images.label(i) >= classes) {
                throw new DataException("training image %d is of class %d, but --config ends with %d classes"
                        .formatted(i, images.label(i), classes));
            }
        }
    }

    /** The command that trains the same model again, wherever its data lies. */
    private String command() {
        return ("sparsesplit train --name %s --version %s --config %s --out-degree %s --pattern %s --split %d --exit-after %s"
                        + " --criterion %s --codec %s %s --epochs %d --batch %d --lr %s --weight-decay %s"
                        + " --exit-weight %s --validation %d --seed %d")
                .formatted(
                        name,
                        version,
                        commas(neurons),
                        commas(outDegrees),
                        commas(families),
                        topology().split().headJunctions(),
                        commas(topology().exitAfter()),
                        criterion,
                        codec,
                        wish.wish().options(),
                        epochs,
                        batch,
                        learningRate,
                        weightDecay,
                        exitWeight,
                        validationImages,
                        seed);
    }

    private String description(Mnist mnist) {
        return command() + " on " + mnist.sha256();
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
