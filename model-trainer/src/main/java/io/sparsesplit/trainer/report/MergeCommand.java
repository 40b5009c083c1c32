package io.sparsesplit.trainer.report;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparsesplit merge} */
@Command(
        name = "merge",
        description =
                "Joins the results of 'reproduce --shard' into one folder, besides what is there already, and writes the"
                        + " report on all of them.")
public final class MergeCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folders of reproduce.json, one for each shard.")
    private List<Path> folders = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "reports",
            description = "Folder of the joined results and their report. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        for (Path folder : folders) {
            if (!Files.exists(folder.resolve(Runs.FILE))) {
                throw new ResultsException(
                        "%s has no runs: 'sparsesplit reproduce --shard INDEX/COUNT --out %s' makes them"
                                .formatted(folder.resolve(Runs.FILE), folder));
            }
        }
        Merge<Run> runs = new Merge<>(run ->
                "table %s, row %s, recipe %s, seed %d".formatted(run.table(), run.row(), run.recipe(), run.seed()));
        Merge<WeightHistogram> weights =
                new Merge<>(layer -> "the weights of table %s, row %s, recipe %s, seed %d, layer %d"
                        .formatted(layer.table(), layer.row(), layer.recipe(), layer.seed(), layer.layer()));
        for (Path folder : Stream.concat(Stream.of(out), folders.stream()).toList()) {
            runs.add(folder, Runs.read(folder).all());
            weights.add(folder, WeightHistogram.in(folder).read());
        }
        Runs.read(out).replace(runs.records());
        List<WeightHistogram> layers = new ArrayList<>(weights.records());
        layers.sort(WeightHistogram.ORDER);
        if (!layers.isEmpty()) {
            WeightHistogram.in(out).write(layers);
        }
        Report.of(out).write(out);
        PrintWriter printer = spec.commandLine().getOut();
        printer.printf("%d runs in %s%n", runs.records().size(), out.resolve(Runs.FILE));
        printer.printf("Wrote %s and %s.%n", out.resolve(Report.MARKDOWN), out.resolve(Report.HTML));
        printer.flush();
        return 0;
    }
}
