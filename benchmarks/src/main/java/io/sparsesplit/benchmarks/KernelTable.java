package io.sparsesplit.benchmarks;

import java.io.PrintStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link KernelBenchmark} and prints a Markdown table of ratios: how many times as long the named peer takes. With
 * {@code --quick} it takes three minutes, and the figures are only good for seeing that it runs.
 */
public final class KernelTable {

    private KernelTable() {}

    public static void main(String[] args) throws RunnerException {
        boolean quick = args.length > 0 && args[0].equals("--quick");
        if (args.length > (quick ? 1 : 0)) {
            System.err.println("usage: benchmarks-exec.jar [--quick]");
            System.exit(2);
        }
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(KernelBenchmark.class.getName())
                .verbosity(VerboseMode.SILENT)
                .forks(1)
                .warmupIterations(quick ? 1 : 3)
                .measurementIterations(quick ? 1 : 5)
                .warmupTime(TimeValue.milliseconds(quick ? 100 : 400))
                .measurementTime(TimeValue.milliseconds(quick ? 100 : 400));
        System.err.println("This takes " + (quick ? "about three minutes." : "about seven minutes."));
        print(new Runner(options.build()).run(), System.out);
    }

    private static void print(Collection<RunResult> results, PrintStream out) {
        Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
        for (RunResult result : results) {
            String[] junction = result.getParams().getParam("junction").split("x", -1);
            String density = "%.1f %%".formatted(100.0 * Integer.parseInt(junction[2]) / Integer.parseInt(junction[1]));
            String row = "%s x %s | %s | %s"
                    .formatted(
                            junction[0],
                            junction[1],
                            density,
                            result.getParams().getParam("batch"));
            rows.computeIfAbsent(row, key -> new LinkedHashMap<>())
                    .put(
                            result.getPrimaryResult().getLabel(),
                            result.getPrimaryResult().getScore());
        }
        out.printf(
                "JDK %s, %d processors%n%n",
                System.getProperty("java.vm.version"), Runtime.getRuntime().availableProcessors());
        out.println("| junction | density | batch | random, ns | cyclic, ns | EJML dense / random | EJML dense / cyclic"
                + " | EJML CSC / random | EJML CSC / cyclic |");
        out.println("|---|---|---|---|---|---|---|---|---|");
        rows.forEach((row, nanos) -> {
            double random = nanos.getOrDefault("sparseRandom", Double.NaN);
            double cyclic = nanos.getOrDefault("sparseCyclic", Double.NaN);
            double dense = nanos.getOrDefault("ejmlDense", Double.NaN);
            double csc = nanos.getOrDefault("ejmlCsc", Double.NaN);
            out.printf(
                    Locale.ROOT,
                    "| %s | %,.0f | %,.0f | %.1f | %.1f | %.1f | %.1f |%n",
                    row,
                    random,
                    cyclic,
                    dense / random,
                    dense / cyclic,
                    csc / random,
                    csc / cyclic);
        });
    }
}
