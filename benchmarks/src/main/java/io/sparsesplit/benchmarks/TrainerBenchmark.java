package io.sparsesplit.benchmarks;

import io.sparsesplit.model.image.Preprocessing;
import io.sparsesplit.model.pattern.PatternFamily;
import io.sparsesplit.trainer.data.DataException;
import io.sparsesplit.trainer.data.DataFolder;
import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.data.Dataset;
import io.sparsesplit.trainer.data.DatasetReader;
import io.sparsesplit.trainer.data.LabelledImages;
import io.sparsesplit.trainer.train.Hyperparameters;
import io.sparsesplit.trainer.train.InputSelection;
import io.sparsesplit.trainer.train.Recipe;
import io.sparsesplit.trainer.train.Topology;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints how fast the reference's network is trained by this project and by dense layers with masks, in one run. */
@Command(
        name = "TrainerBenchmark",
        mixinStandardHelpOptions = true,
        description = "Trains [800, 40, 40, 10] with out-degrees [2, 9, 10] in two ways and compares their times.")
final class TrainerBenchmark implements Callable<Integer> {

    private static final int INPUTS = 800;
    private static final int CLASSES = 10;
    private static final int SIDE = 28;
    private static final int IMAGES = 60_000;
    private static final Topology TOPOLOGY =
            Topology.whole(List.of(INPUTS, 40, 40, CLASSES), List.of(2, 9, CLASSES), List.of(PatternFamily.RANDOM));

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--epochs", defaultValue = "50", description = "Of each of the two. Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(names = "--images", paramLabel = "N", description = "Only the first N training images.")
    private int limit = Integer.MAX_VALUE;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = Option.NULL_VALUE,
            description = {
                "A data set of ten classes, as 'sparsesplit train --data' reads it. Default: MNIST where 'sparsesplit",
                "download mnist' puts it; when it is not there, synthetic pictures of the same size and number."
            })
    private @Nullable Path data;

    public static void main(String[] args) {
        System.exit(new CommandLine(new TrainerBenchmark()).execute(args));
    }

    @Override
    public Integer call() {
        int processors = Runtime.getRuntime().availableProcessors();
        try {
            Hyperparameters paper = Recipe.PAPER
                    .hyperparameters(TOPOLOGY.parameters(), 1, processors)
                    .withEpochs(epochs);
            Source source = data != null || Files.isDirectory(DataFolder.mnist()) ? read() : synthetic();
            LabelledImages images =
                    source.images().range(0, Math.min(limit, source.images().size()));
            PrintWriter out = command.commandLine().getOut();
            out.printf(
                    Locale.ROOT,
                    "JDK %s, %d processors, %d threads; %,d %s, batches of %d%n%n",
                    System.getProperty("java.vm.version"),
                    processors,
                    paper.threads(),
                    images.size(),
                    source.name(),
                    paper.batch());
            print(TrainerComparison.run(TOPOLOGY, paper, source.preprocessing(), images), out);
            return CommandLine.ExitCode.OK;
        } catch (IllegalArgumentException | DataException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private void print(TrainerComparison comparison, PrintWriter out) {
        out.printf("| trainer | images per second | %d epochs, s | mean loss in the last epoch |%n", epochs);
        out.println("|---|---|---|---|");
        print("SparseSplit", comparison.sparse(), comparison.images(), out);
        print("masked dense, EJML", comparison.dense(), comparison.images(), out);
        out.printf(Locale.ROOT, "%nThe masked dense trainer takes %.1f times as long.%n", comparison.ratio());
        out.flush();
    }

    private static void print(String name, TrainerComparison.Side side, long images, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "| %s | %,.0f | %.1f | %.4f |%n",
                name,
                images / side.seconds(),
                side.seconds(),
                side.loss());
    }

    /** As the reference has it: all training images, none held out. */
    private Source read() {
        DatasetReader reader =
                DataOption.of(data == null ? DataFolder.mnist() : data).reader();
        if (reader.labels().size() != CLASSES) {
            throw new DataException("The network tells %d classes apart, but the data has %d: name a data set of %d."
                    .formatted(CLASSES, reader.labels().size(), CLASSES));
        }
        Dataset dataset = reader.read(reader.defaults());
        LabelledImages images = dataset.train().followedBy(dataset.validation());
        return new Source("images of the data set", images, InputSelection.of(dataset.preprocessing(), images, INPUTS));
    }

    private static Source synthetic() {
        return new Source(
                "synthetic images, since MNIST is not there",
                SyntheticImages.of(IMAGES, SIDE, CLASSES, 1),
                new Preprocessing(SIDE, SIDE, INPUTS));
    }

    /** Images to train on, and where they are from. */
    private record Source(String name, LabelledImages images, Preprocessing preprocessing) {}
}
