package io.sparsesplit.trainer.competitors;

import io.sparsesplit.model.image.Picture;
import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.data.Dataset;
import io.sparsesplit.trainer.data.DatasetReader;
import io.sparsesplit.trainer.data.PictureOption;
import io.sparsesplit.trainer.progress.Progress;
import io.sparsesplit.trainer.report.BytesPoint;
import io.sparsesplit.trainer.report.ResultsOption;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparsesplit competitors} */
@Command(
        name = "competitors",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Measures what sending features is held against: sending the picture. For each of some ways to code it, a dense"
                    + " network for the cloud is trained on what comes out, and bytes and accuracy on the test images are"
                    + " added to the results.",
            "What is in the results already, made by the same command, is not made again: after Ctrl-C the same command goes"
                    + " on."
        })
public final class CompetitorsCommand implements Callable<Integer> {

    private static final int SIDE = 28;
    private static final List<Integer> USUAL_HIDDEN = List.of(512, 256);
    private static final int USUAL_EPOCHS = 60;
    private static final List<Integer> QUICK_HIDDEN = List.of(16);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final DataOption data = new DataOption();

    @Option(names = "--seeds", paramLabel = "N", description = "Seeds 1 to N for every network.")
    private int seeds = 1;

    @Option(names = "--seed", paramLabel = "S", defaultValue = Option.NULL_VALUE, description = "This seed only.")
    private @Nullable Long seed;

    @Option(
            names = "--hidden",
            split = ",",
            paramLabel = "N",
            defaultValue = Option.NULL_VALUE,
            description = "Neurons of the networks' hidden layers. Default: 512,256, and 16 for --quick.")
    private @Nullable List<Integer> givenHidden;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = Option.NULL_VALUE,
            description = "Passes over the training images. Default: 60, and 1 for --quick.")
    private @Nullable Integer givenEpochs;

    @Option(
            names = "--quick",
            description = "One epoch, one seed, a small network: to see that all works. Figures mean nothing.")
    private boolean quick;

    @Mixin
    private final ResultsOption results = new ResultsOption();

    private List<Integer> hidden = USUAL_HIDDEN;
    private int epochs = USUAL_EPOCHS;
    private Path out = Path.of("reports");

    private record Wanted(long seed, Competitor competitor) {}

    @Override
    public Integer call() {
        hidden = givenHidden != null ? givenHidden : quick ? QUICK_HIDDEN : USUAL_HIDDEN;
        epochs = givenEpochs != null ? givenEpochs : quick ? 1 : USUAL_EPOCHS;
        out = results.folder(quick);
        if (seeds < 1 || epochs < 1 || hidden.stream().anyMatch(neurons -> neurons < 1)) {
            throw new IllegalArgumentException("--seeds, --hidden and --epochs must be 1 or more");
        }
        List<Wanted> wanted = wanted();
        List<BytesPoint> there = BytesPoint.in(out).read();
        List<Wanted> missing = wanted.stream()
                .filter(one -> there.stream().noneMatch(isOf(one)))
                .toList();
        print("%d results, %d of them in %s already%n", wanted.size(), wanted.size() - missing.size(), out);
        if (!missing.isEmpty()) {
            measure(missing);
        }
        return 0;
    }

    private List<Wanted> wanted() {
        LongStream chosen = seed != null ? LongStream.of(seed) : LongStream.rangeClosed(1, quick ? 1 : seeds);
        return chosen.boxed()
                .flatMap(s -> Arrays.stream(Competitor.values()).map(competitor -> new Wanted(s, competitor)))
                .toList();
    }

    private Predicate<BytesPoint> isOf(Wanted one) {
        return point -> point.codec().equals(one.competitor().toString())
                && point.command().equals(command(one.seed()));
    }

    private String command(long s) {
        return "sparsesplit competitors --seed %d --hidden %s --epochs %d%s%s"
                .formatted(
                        s,
                        hidden.stream().map(String::valueOf).collect(Collectors.joining(",")),
                        epochs,
                        quick ? " --quick" : "",
                        data.arguments());
    }

    private void measure(List<Wanted> missing) {
        Dataset dataset = dataset();
        CloudNetwork network = new CloudNetwork(hidden, dataset.labels().size(), epochs);
        try (ProgressBar bar = Progress.bar("competitors")
                .setInitialMax((long) missing.size() * epochs * dataset.train().size())
                .setUnit(" images", 1)
                .build()) {
            for (Wanted one : missing) {
                bar.setExtraMessage(" %s, seed %d".formatted(one.competitor(), one.seed()));
                List<BytesPoint> points = new Measurement(dataset, network, command(one.seed()))
                        .of(one.competitor(), one.seed(), originals(one.seed()), bar::stepBy);
                for (BytesPoint point : points) {
                    point.addTo(out);
                    print(
                            "%-14s seed %d  %-10s  %6.2f bytes  %.2f %%%n",
                            point.codec(), point.seed(), point.split(), point.codedBytes(), point.accuracy());
                }
            }
        }
    }

    /** The points of original pictures, which come first. */
    private List<BytesPoint> originals(long s) {
        return BytesPoint.in(out).read().stream()
                .filter(isOf(new Wanted(s, Competitor.PNG)))
                .toList();
    }

    private Dataset dataset() {
        DatasetReader reader = data.reader();
        Dataset dataset = reader.read(PictureOption.square(SIDE).applied(reader.defaults()));
        if (dataset.train().channels() != Picture.GREY) {
            throw new IllegalArgumentException("only grey pictures are compared: choose data that is grey");
        }
        return dataset;
    }

    private void print(String format, Object... values) {
        PrintWriter printer = Objects.requireNonNull(spec).commandLine().getOut();
        printer.printf(format, values);
        printer.flush();
    }
}
