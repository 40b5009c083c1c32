package io.sparsesplit.trainer.calibrate;

import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.evaluate.JsonOption;
import io.sparsesplit.trainer.evaluate.ModelOption;
import io.sparsesplit.trainer.evaluate.SplitModel;
import io.sparsesplit.trainer.progress.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Implements the command {@code sparsesplit guarantee}. */
@Command(
        name = "guarantee",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Shows what a promise about the threshold is worth: calibrates a published model many times on random samples,"
                    + " and counts how often the promise is broken; beside it, the same target without a promise, what would be"
                    + " published, and all operating points at once.",
            "Validation and test images make one pool, or, of a model calibrated by cross-fitting, test images and those that"
                    + " its folds have scored: no network was fitted to an image that it scores. Nothing is chosen or"
                    + " published from this: it is the only command but 'evaluate' that looks at the test images."
        })
public final class GuaranteeCommand implements Callable<Integer> {

    private static final String ROW = "  %-22s %-10s %12s %12s %12s %10s%n";

    private static final List<String> WAYS = List.of("promised", "empirical", "published", "points");

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ModelOption model = new ModelOption();

    @Mixin
    private final DataOption data = new DataOption();

    @Mixin
    private final TargetOption target = new TargetOption();

    @Mixin
    private final CriterionOption criterion = new CriterionOption();

    @Option(names = "--resplits", paramLabel = "N", description = "Samples to draw.")
    private int resplits = 200;

    @Option(names = "--sample", paramLabel = "N", description = "Images of a sample, which calibrate.")
    private int sample = 5000;

    @Option(names = "--seed", paramLabel = "S", description = "Of the samples.")
    private long seed = 1;

    @Mixin
    private final JsonOption json = new JsonOption();

    @Override
    public Integer call() throws IOException {
        CalibrationTarget promise = promise();
        SplitModel split = model.load();
        HeldOut images = HeldOut.of(split, data.reader());
        List<String> labels = split.manifest().labels();
        promise.requireLabels(labels);
        Scores pool = images.pool(model.folder());
        if (sample < Calibrated.FEWEST_IMAGES || sample >= pool.images()) {
            throw new IllegalArgumentException("--sample must be %d to %d, fewer than the pool has, not %d"
                    .formatted(Calibrated.FEWEST_IMAGES, pool.images() - 1, sample));
        }
        Criterion by = criterion.or(split.edge().head());
        Resplits experiment = new Resplits(pool, by, sample, resplits, seed);
        int thresholdImages = Calibration.thresholdImages(sample);
        List<Function<ThresholdSweep, Claims>> ways = List.of(
                Claims.ofWish(promise, thresholdImages, labels),
                Claims.ofWish(promise.empirical(), thresholdImages, labels),
                Claims.ofChoice(promise, thresholdImages, labels),
                Claims.ofPoints(promise, thresholdImages, labels));
        List<Reliability> without;
        List<Reliability> with;
        try (ProgressBar bar = Progress.bar("guarantee")
                .setInitialMax(2L * resplits)
                .setUnit(" samples", 1)
                .build()) {
            without = experiment.draw(false, ways, bar::step);
            with = experiment.draw(true, ways, bar::step);
        }
        print(promise, pool, without, with);
        json.write(() -> {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("command", command(split, promise, by));
            figures.put("fingerprint", split.edge().fingerprint().toString());
            figures.put("seed", seed);
            figures.put("validationImages", pool.images() - images.test().size());
            figures.put("testImages", images.test().size());
            figures.put("bound", promise.bound());
            figures.put("withoutReplacement", figures(without));
            figures.put("withReplacement", figures(with));
            return figures;
        });
        return 0;
    }

    private CalibrationTarget promise() {
        CalibrationTarget promise = target.target();
        if (promise.confidence() == null) {
            throw new IllegalArgumentException(
                    "--empirical promises nothing: leave it out, the same target without a promise is shown anyway");
        }
        if (resplits < 1) {
            throw new IllegalArgumentException("--resplits must be 1 or more, not " + resplits);
        }
        return promise;
    }

    private void print(CalibrationTarget promise, Scores pool, List<Reliability> without, List<Reliability> with) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.printf(
                "%s: %d samples of %d from %d images, each scored by a network that was not fitted to it%n%n",
                promise.options(), resplits, sample, pool.images());
        out.printf(ROW, "samples", "threshold", "broken on", "broken on", "answered", "points");
        out.printf(ROW, "", "", "all images", "the rest", "on the edge", "lost");
        rows(out, "without replacement", without);
        rows(out, "with replacement", with);
        out.println(
                "\n  published: the target or, where it cannot be promised, the best operating point; points: all of them at once");
        out.flush();
    }

    private static void rows(PrintWriter out, String samples, List<Reliability> reliabilities) {
        for (int way = 0; way < WAYS.size(); way++) {
            row(out, way == 0 ? samples : "", WAYS.get(way), reliabilities.get(way));
        }
    }

    private static void row(PrintWriter out, String samples, String threshold, Reliability reliability) {
        out.printf(
                ROW,
                samples,
                threshold,
                percent(reliability.broken()),
                percent(reliability.brokenOnRest()),
                percent(reliability.localExitRate()),
                String.format(Locale.ROOT, "%.3f", reliability.loss()));
    }

    private static Map<String, Object> figures(List<Reliability> reliabilities) {
        Map<String, Object> figures = new LinkedHashMap<>();
        for (int way = 0; way < WAYS.size(); way++) {
            figures.put(WAYS.get(way), reliabilities.get(way).figures());
        }
        return figures;
    }

    private String command(SplitModel split, CalibrationTarget promise, Criterion by) {
        return "sparsesplit guarantee models/%s/%s %s --criterion %s --resplits %d --sample %d --seed %d%s"
                .formatted(
                        split.manifest().name(),
                        split.manifest().version(),
                        promise.options(),
                        by,
                        resplits,
                        sample,
                        seed,
                        data.arguments());
    }

    private static String percent(double percent) {
        return String.format(Locale.ROOT, "%.2f %%", percent);
    }
}
