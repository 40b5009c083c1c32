package io.sparsesplit.trainer;

import io.sparsesplit.trainer.samples.SamplesCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program {@code sparsesplit}. */
@Command(
        name = "sparsesplit",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        version = "sparsesplit 0.1.0",
        description = "Trains, measures and runs predefined-sparse, split, early-exit image classifiers.",
        subcommands = {SamplesCommand.class})
public final class Main {

    @Option(names = Failures.DEBUG, scope = ScopeType.INHERIT, description = "Print the stack trace of a failure, too.")
    private boolean debug;

    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args.length == 0 ? new String[] {"--help"} : args));
    }

    /** The program, ready to execute. */
    public static CommandLine commandLine() {
        Main main = new Main();
        Failures failures = new Failures(() -> main.debug);
        return new CommandLine(main)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }
}
