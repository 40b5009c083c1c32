package io.sparsesplit.trainer.report;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparsesplit report}. */
@Command(
        name = "report",
        description = "Writes report.md and report.html from the results of 'reproduce', without training anything.")
public final class ReportCommand implements Callable<Integer> {

    @Option(
            names = "--results",
            paramLabel = "DIR",
            defaultValue = Option.NULL_VALUE,
            description = "Folder of reproduce.json. Default: reports, and reports-quick for --quick.")
    private @Nullable Path results;

    @Option(
            names = "--quick",
            description = "The report on results of quick runs, which says so. Figures mean nothing.")
    private boolean quick;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = Option.NULL_VALUE,
            description = "Folder for the report and its figures. Default: that of the results by default.")
    private @Nullable Path givenOut;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Path usual = ResultsOption.usual(quick);
        Path out = givenOut == null ? usual : givenOut;
        Report.of(results == null ? usual : results, quick).write(out);
        spec.commandLine().getOut().printf("%s and %s written to %s%n", Report.MARKDOWN, Report.HTML, out);
        return 0;
    }
}
