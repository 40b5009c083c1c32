package io.sparsesplit.trainer.train;

import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.trainer.calibrate.Redivision;
import io.sparsesplit.trainer.calibrate.Wish;
import io.sparsesplit.trainer.calibrate.WishOption;
import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.data.Dataset;
import io.sparsesplit.trainer.data.DatasetReader;
import io.sparsesplit.trainer.data.PictureOption;
import io.sparsesplit.trainer.progress.Progress;
import io.sparsesplit.trainer.train.ShapeOption.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

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
    private final PictureOption picture = new PictureOption();

    @Mixin
    private final ShapeOption shape = new ShapeOption();

    @Mixin
    private final RecipeOption recipe = new RecipeOption();

    @Option(names = "--class-weights", description = "balanced, none or auto, as 'train' has it.")
    private ClassWeighting classWeights = ClassWeighting.AUTO;

    @Mixin
    private final CompressionOption compression = new CompressionOption();

    @Mixin
    private final WishOption wish = new WishOption();

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
            names = "--json",
            paramLabel = "FILE",
            defaultValue = Option.NULL_VALUE,
            description = "Write the figures there as well.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        if (runs < 1) {
            throw new IllegalArgumentException("--runs must be 1 or more, not " + runs);
        }
        Wish wanted = wish.wish();
        if (wanted.confidence() == null) {
            throw new IllegalArgumentException("--empirical promises nothing that could be broken: leave it out");
        }
        DatasetReader reader = data.reader();
        wanted.requireLabels(reader.labels());
        Plan plan = shape.plan(
                picture.applied(reader.usual()),
                picture.hasSize(),
                reader.labels().size(),
                recipe.recipe());
        Dataset dataset = reader.read(plan.picture());
        RedividedTraining training =
                new RedividedTraining(dataset, sample, folds, plan.topology(), classWeights, wanted);
        Hyperparameters hyperparameters = recipe.hyperparameters(plan.topology().parameters(), training.trainImages());
        List<Redivision> divisions =
                divisions(training, hyperparameters, compression.compression(hyperparameters.epochs()));
        Map<String, Object> figures = figures(training, wanted, dataset, divisions);
        print(figures);
        if (json != null) {
            Files.write(
                    json, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(figures));
        }
        return 0;
    }

    private List<Redivision> divisions(
            RedividedTraining training, Hyperparameters hyperparameters, Compression compressed) {
        Path scratch = Path.of(System.getProperty("java.io.tmpdir"));
        ExecutorService threads = Executors.newFixedThreadPool(hyperparameters.threads(), task -> {
            Thread thread = new Thread(task, "division");
            thread.setDaemon(true);
            return thread;
        });
        try (ProgressBar bar = Progress.bar("redivide")
                .setInitialMax(runs)
                .setUnit(" divisions", 1)
                .build()) {
            List<Future<Redivision>> running = new ArrayList<>();
            for (int run = 1; run <= runs; run++) {
                long seed = run;
                running.add(threads.submit(() -> {
                    Redivision division = training.run(
                            seed, hyperparameters.withThreads(1), compressed, Criterion.MAX_SOFTMAX, scratch);
                    bar.step();
                    return division;
                }));
            }
            List<Redivision> done = new ArrayList<>();
            for (Future<Redivision> future : running) {
                done.add(future.get());
            }
            return done;
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

    private Map<String, Object> figures(
            RedividedTraining training, Wish wanted, Dataset dataset, List<Redivision> divisions) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("wish", wanted.options());
        figures.put("runs", divisions.size());
        figures.put("sampleImages", training.sampleImages());
        figures.put("restImages", training.images() - training.sampleImages());
        figures.put("promised", divisions.stream().filter(Redivision::promised).count());
        figures.put("broken", divisions.stream().filter(Redivision::broken).count());
        figures.put(
                "localExitRate",
                mean(divisions.stream().mapToDouble(Redivision::localExitRate).toArray()));
        figures.put(
                "accuracy",
                mean(divisions.stream().mapToDouble(Redivision::accuracy).toArray()));
        figures.put(
                "loss", mean(divisions.stream().mapToDouble(Redivision::loss).toArray()));
        Map<String, Double> recall = new LinkedHashMap<>();
        for (int c = 0; c < dataset.labels().size(); c++) {
            int index = c;
            recall.put(
                    dataset.labels().get(c),
                    mean(divisions.stream()
                            .mapToDouble(division -> division.recall().get(index))
                            .toArray()));
        }
        figures.put("recall", recall);
        figures.put(
                "balancedAccuracy",
                mean(recall.values().stream().mapToDouble(Double::doubleValue).toArray()));
        return figures;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
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
