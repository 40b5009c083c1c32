package io.sparsesplit.trainer.report;

import java.nio.file.Path;
import java.util.concurrent.Callable;
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
            defaultValue = "reports",
            description = "Folder of reproduce.json. Default: ${DEFAULT-VALUE}.")
    private Path results = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "reports",
            description = "Folder for the report and its figures. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Report.of(results).write(out);
        spec.commandLine().getOut().printf("%s and %s written to %s%n", Report.MARKDOWN, Report.HTML, out);
        return 0;
    }
}
