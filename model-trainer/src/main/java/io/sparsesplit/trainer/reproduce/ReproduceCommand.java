package io.sparsesplit.trainer.reproduce;

import io.sparsesplit.trainer.data.DataOption;
import io.sparsesplit.trainer.data.Dataset;
import io.sparsesplit.trainer.progress.Progress;
import io.sparsesplit.trainer.report.Report;
import io.sparsesplit.trainer.report.ResultsOption;
import io.sparsesplit.trainer.report.Runs;
import io.sparsesplit.trainer.report.Table;
import io.sparsesplit.trainer.train.Recipe;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparsesplit reproduce} */
@Command(
        name = "reproduce",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Trains the networks of the papers' tables with the reference's recipe and with ours, and others of the same size,"
                    + " and writes a report.",
            "A run that is in the results already, made by the same command, is not made again: after Ctrl-C the same command"
                    + " goes on."
        })
public final class ReproduceCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final DataOption data = new DataOption();

    @Option(names = "--seeds", paramLabel = "N", description = "Seeds 1 to N for every row.")
    private int seeds = 5;

    @Option(names = "--seed", paramLabel = "S", defaultValue = Option.NULL_VALUE, description = "This seed only.")
    private @Nullable Long seed;

    @Option(
            names = "--table",
            split = ",",
            paramLabel = "TABLE",
            defaultValue = Option.NULL_VALUE,
            description = "Only these of I, II, free, fewest, ablation, distillation.")
    private @Nullable List<Table> tables;

    @Option(
            names = "--row",
            paramLabel = "ROW",
            defaultValue = Option.NULL_VALUE,
            description = "Only this row, for example 'sparse 2450'.")
    private @Nullable String row;

    @Option(
            names = "--recipe",
            paramLabel = "RECIPE",
            defaultValue = Option.NULL_VALUE,
            description = "Only runs of this one of paper, best.")
    private @Nullable Recipe recipe;

    @Option(
            names = "--quick",
            description =
                    "One epoch, one seed, the smallest row of each kind: to see that all works. Figures mean nothing.")
    private boolean quick;

    @Option(
            names = "--at-once",
            paramLabel = "N",
            showDefaultValue = Visibility.NEVER,
            description = "Runs made at the same time, without influence on the results. Default: all processors.")
    private int atOnce = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--shard",
            paramLabel = "INDEX/COUNT",
            converter = Shard.Converter.class,
            defaultValue = Option.NULL_VALUE,
            description =
                    "Only this one of COUNT parts of the runs, INDEX from 0, without the report: for a machine each."
                            + " 'sparsesplit merge' joins their results.")
    private @Nullable Shard shard;

    @Mixin
    private final ResultsOption results = new ResultsOption();

    private record Planned(Trial trial, long seed, String command) {

        /** How long it takes, next to others: the images are about the same for all. */
        long work() {
            return (long) trial.hyperparameters(seed).epochs() * trial.shape().parameters();
        }
    }

    @Override
    public Integer call() {
        if (seeds < 1 || atOnce < 1) {
            throw new IllegalArgumentException("--seeds and --at-once must be 1 or more");
        }
        Path folder = results.folder(quick);
        Runs runs = Runs.read(folder);
        List<Planned> planned = shard == null ? planned() : shard.of(planned(), Planned::work);
        List<Planned> missing =
                planned.stream().filter(run -> !isThere(runs, run)).toList();
        PrintWriter printer = spec().commandLine().getOut();
        printer.printf("%d runs, %d of them in %s already%n", planned.size(), planned.size() - missing.size(), folder);
        printer.flush();
        make(missing, runs, new Weights(folder));
        if (shard == null) {
            Report.of(folder).write(folder);
            printer.printf("Wrote %s and %s.%n", folder.resolve(Report.MARKDOWN), folder.resolve(Report.HTML));
        } else {
            printer.printf(
                    "Part %d of %d is complete in %s; 'sparsesplit merge' joins the parts.%n",
                    shard.index(), shard.count(), folder);
        }
        printer.flush();
        return 0;
    }

    /** Within a group of trials seed by seed. */
    private List<Planned> planned() {
        List<Planned> planned = new ArrayList<>();
        for (List<Trial> group : quick ? Trials.quick() : Trials.groups()) {
            LongStream chosen = seed != null ? LongStream.of(seed) : LongStream.rangeClosed(1, quick ? 1 : seeds);
            chosen.forEach(s -> group.stream()
                    .filter(this::isWanted)
                    .forEach(
                            trial -> planned.add(new Planned(trial, s, trial.command(s) + (quick ? " --quick" : "")))));
        }
        if (planned.isEmpty()) {
            throw new IllegalArgumentException("there is no such run: --table, --row and --recipe leave nothing over");
        }
        return planned;
    }

    private boolean isWanted(Trial trial) {
        return (tables == null || tables.contains(trial.table()))
                && (row == null || row.equals(trial.row()))
                && (recipe == null || recipe == trial.recipe());
    }

    private static boolean isThere(Runs runs, Planned run) {
        return runs.has(run.trial().table(), run.trial().row(), run.trial().recipe(), run.seed(), run.command());
    }

    private void make(List<Planned> missing, Runs runs, Weights weights) {
        if (missing.isEmpty()) {
            return;
        }
        Images images = new Images(data);
        Reproduction reproduction = new Reproduction(images);
        ExecutorService threads = Executors.newFixedThreadPool(atOnce, task -> {
            Thread thread = new Thread(task, "reproduce");
            thread.setDaemon(true);
            return thread;
        });
        CompletionService<Reproduction.Made> made = new ExecutorCompletionService<>(threads);
        try (ProgressBar bar = Progress.bar("reproduce")
                .setInitialMax(
                        missing.stream().mapToLong(run -> work(run, images)).sum())
                .setUnit(" M", 1)
                .build()) {
            for (Planned run : missing) {
                Work work = new Work(bar, run.trial().shape().parameters());
                made.submit(
                        () -> reproduction.run(run.trial(), run.seed(), quick ? 1 : 0, run.command(), work::images));
            }
            for (int done = 1; done <= missing.size(); done++) {
                Reproduction.Made one = made.take().get();
                runs.add(one.run());
                weights.add(one);
                bar.setExtraMessage(" %d/%d runs".formatted(done, missing.size()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the reproduction was interrupted; the same command goes on", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private long work(Planned run, Images images) {
        Dataset dataset = images.square(run.trial().side());
        long held = run.trial().holdsOut() ? 0 : dataset.validation().size();
        long count = dataset.train().size() + held;
        int epochs = quick ? 1 : run.trial().hyperparameters(run.seed()).epochs();
        return Work.units(epochs * count * run.trial().shape().parameters());
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }
}
