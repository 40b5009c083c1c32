package io.sparsesplit.benchmarks;

import io.sparsesplit.model.artifact.ArtifactException;
import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.trainer.data.DataException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs {@link CodecBenchmark} for the codecs of a model and prints a Markdown table. */
@Command(
        name = "CodecTable",
        mixinStandardHelpOptions = true,
        description = "Times all codecs of a model over its features of test images.")
final class CodecTable implements Callable<Integer> {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--model",
            paramLabel = "DIR",
            defaultValue = "models/mnist/3.1.0",
            description = "Folder of a model's version. Default: ${DEFAULT-VALUE}.")
    private Path model = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = Option.NULL_VALUE,
            description = {
                "A data set, as 'sparsesplit evaluate --data' reads it. Default: MNIST where 'sparsesplit download mnist'",
                "puts it; when it is not there, synthetic pictures."
            })
    private @Nullable Path data;

    @Option(names = "--quick", description = "Half a minute; the figures are only good for seeing that it runs.")
    private boolean quick;

    /** Of one message. */
    private record Cost(double nanos, double allocatedBytes) {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new CodecTable()).execute(args));
    }

    @Override
    public Integer call() throws RunnerException {
        try {
            SentFeatures sent = SentFeatures.of(model, data);
            List<FeatureCodec> codecs = sent.edge().codecs().all();
            ChainedOptionsBuilder options = new OptionsBuilder()
                    .include(CodecBenchmark.class.getName())
                    .param(
                            "codec",
                            codecs.stream()
                                    .map(codec -> codec.codec().toString())
                                    .toArray(String[]::new))
                    .param("model", model.toString())
                    .param("data", data == null ? "" : data.toString())
                    .addProfiler(GCProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .forks(1)
                    .warmupIterations(quick ? 1 : 3)
                    .measurementIterations(quick ? 1 : 5)
                    .warmupTime(TimeValue.milliseconds(quick ? 100 : 400))
                    .measurementTime(TimeValue.milliseconds(quick ? 100 : 400));
            Map<String, Cost> costs = new HashMap<>();
            for (RunResult result : new Runner(options.build()).run()) {
                costs.put(
                        key(
                                result.getParams().getParam("codec"),
                                result.getPrimaryResult().getLabel()),
                        new Cost(
                                result.getPrimaryResult().getScore(),
                                Objects.requireNonNull(
                                                result.getSecondaryResults().get(ALLOCATED))
                                        .getScore()));
            }
            print(sent, costs, command.commandLine().getOut());
            return CommandLine.ExitCode.OK;
        } catch (IllegalArgumentException | DataException | ArtifactException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private static void print(SentFeatures sent, Map<String, Cost> costs, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "JDK %s, %d processors; %s %s, %,d messages of %s%n%n",
                System.getProperty("java.vm.version"),
                Runtime.getRuntime().availableProcessors(),
                sent.edge().manifest().name(),
                sent.edge().manifest().version(),
                sent.features().size(),
                sent.source());
        out.println(
                "| codec | payload, bytes | encode, ns | decode, ns | both, ns | deflate / both | allocated, bytes |");
        out.println("|---|---|---|---|---|---|---|");
        Cost deflate = costs.get(key(Codec.DEFLATE.toString(), "both"));
        for (FeatureCodec codec : sent.edge().codecs().all()) {
            String name = codec.codec().toString();
            Cost both = cost(costs, name, "both");
            out.printf(
                    Locale.ROOT,
                    "| %s | %.1f | %,.0f | %,.0f | %,.0f | %s | %,.0f |%n",
                    name,
                    sent.features().stream()
                            .mapToInt(features -> codec.encode(features).length)
                            .average()
                            .orElseThrow(),
                    cost(costs, name, "encode").nanos(),
                    cost(costs, name, "decode").nanos(),
                    both.nanos(),
                    deflate == null ? "" : String.format(Locale.ROOT, "%.1f", deflate.nanos() / both.nanos()),
                    both.allocatedBytes());
        }
        out.flush();
    }

    private static Cost cost(Map<String, Cost> costs, String codec, String benchmark) {
        return costs.getOrDefault(key(codec, benchmark), new Cost(Double.NaN, Double.NaN));
    }

    private static String key(String codec, String benchmark) {
        return codec + " " + benchmark;
    }
}
