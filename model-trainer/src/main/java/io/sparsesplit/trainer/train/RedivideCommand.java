package io.sparsesplit.trainer.train;

import io.sparsesplit.trainer.calibrate.CalibrationTarget;
import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.data.Dataset;
import io.sparsesplit.trainer.data.DatasetReader;
import io.sparsesplit.trainer.progress.Progress;
import io.sparsesplit.trainer.train.ShapeOption.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparsesplit redivide} */
@Command(
        name = "redivide",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Shows what a promise made in training is worth: divides all images again and again, trains and calibrates as 'train'"
                    + " does with a sample of them, and holds what is promised against the rest.",
            "Nothing is published. A promise counts as broken when it does not hold on the rest, which is a sample itself: by"
                    + " chance alone that is more often the case than the promise is broken."
        })
public final class RedivideCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final DataOption data = new DataOption();

    @Mixin
    private final TrainingOptions options = new TrainingOptions();

    @Option(names = "--folds", paramLabel = "N", description = "Folds that calibrate, 2 or more.")
    private int folds = 5;

    @Option(names = "--runs", paramLabel = "N", description = "Divisions, 1 or more.")
    private int runs = 100;

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = Option.NULL_VALUE,
            description = "About as many images train and calibrate. Default: half of them.")
    private @Nullable Integer sample;

    @Option(
            names = "--without-test",
            description =
                    "Leave the test images out altogether: for choosing between options, for which test images must"
                            + " not be looked at.")
    private boolean withoutTest;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            defaultValue = Option.NULL_VALUE,
            description =
                    "Write the figures there as well, after each division: after Ctrl-C the same command goes on, and"
                            + " with a greater --runs it adds to what is there.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        if (runs < 1) {
            throw new IllegalArgumentException("--runs must be 1 or more, not " + runs);
        }
        CalibrationTarget wanted = options.target();
        if (wanted.confidence() == null) {
            throw new IllegalArgumentException("--empirical promises nothing that could be broken: leave it out");
        }
        DatasetReader reader = data.reader();
        Plan plan = options.plan(reader);
        Dataset dataset = reader.read(plan.picture());
        RedividedTraining training = new RedividedTraining(dataset, withoutTest, sample, folds, wanted);
        Hyperparameters hyperparameters = options.hyperparameters(plan, training.trainImages());
        Redivisions divisions =
                new Redivisions(json, setting(plan, dataset, training, hyperparameters), dataset.labels());
        SplitTrainer trainer = options.trainer(plan, dataset, hyperparameters.withThreads(1));
        run(divisions, training, trainer, hyperparameters.threads());
        print(divisions.figures(runs));
        return 0;
    }

    private Map<String, Object> setting(
            Plan plan, Dataset dataset, RedividedTraining training, Hyperparameters hyperparameters) {
        Map<String, Object> setting = new LinkedHashMap<>();
        setting.put(
                Redivisions.COMMAND,
                "sparsesplit redivide --sample %d --folds %d%s%s%s"
                        .formatted(
                                training.sampleImages(),
                                folds,
                                withoutTest ? " --without-test" : "",
                                options.arguments(plan, dataset, hyperparameters),
                                data.arguments()));
        setting.put("trainSha256", dataset.split().trainSha256());
        setting.put("validationSha256", dataset.split().validationSha256());
        setting.put("testSha256", dataset.split().testSha256());
        setting.put("sampleImages", training.sampleImages());
        setting.put("restImages", training.images() - training.sampleImages());
        return setting;
    }

    private void run(Redivisions divisions, RedividedTraining training, SplitTrainer trainer, int atOnce) {
        ExecutorService threads = Executors.newFixedThreadPool(atOnce, task -> {
            Thread thread = new Thread(task, "division");
            thread.setDaemon(true);
            return thread;
        });
        long[] missing = LongStream.rangeClosed(1, runs)
                .filter(seed -> !divisions.has(seed))
                .toArray();
        try (ProgressBar bar = Progress.bar("redivide")
                .setInitialMax(runs)
                .startsFrom(runs - missing.length, Duration.ZERO)
                .setUnit(" divisions", 1)
                .build()) {
            List<Future<?>> running = new ArrayList<>();
            for (long seed : missing) {
                running.add(threads.submit(() -> {
                    divisions.add(training.run(seed, trainer));
                    bar.step();
                    return null;
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("a division failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private void print(Map<String, Object> figures) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        figures.forEach((name, value) -> out.printf(
                Locale.ROOT,
                "  %-18s %s%n",
                name,
                value instanceof Double d ? String.format(Locale.ROOT, "%.2f", d) : value));
        out.flush();
    }
}
