package io.sparsesplit.trainer;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.pattern.PatternFamily;
import io.sparsesplit.trainer.bytes.SweepCommand;
import io.sparsesplit.trainer.calibrate.CalibrateCommand;
import io.sparsesplit.trainer.calibrate.CurvesCommand;
import io.sparsesplit.trainer.calibrate.GuaranteeCommand;
import io.sparsesplit.trainer.compare.CompareCommand;
import io.sparsesplit.trainer.competitors.CompetitorsCommand;
import io.sparsesplit.trainer.download.DownloadCommand;
import io.sparsesplit.trainer.edge.Policy;
import io.sparsesplit.trainer.evaluate.InspectCommand;
import io.sparsesplit.trainer.explain.ExplainCommand;
import io.sparsesplit.trainer.load.LoadCommand;
import io.sparsesplit.trainer.replay.ReplayCommand;
import io.sparsesplit.trainer.report.MergeCommand;
import io.sparsesplit.trainer.report.ReportCommand;
import io.sparsesplit.trainer.report.Table;
import io.sparsesplit.trainer.report.model.EvaluateCommand;
import io.sparsesplit.trainer.reproduce.ReproduceCommand;
import io.sparsesplit.trainer.samples.SamplesCommand;
import io.sparsesplit.trainer.train.Recipe;
import io.sparsesplit.trainer.train.TrainCommand;
import io.sparsesplit.trainer.up.UpCommand;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The program {@code sparsesplit}. */
@Command(
        name = "sparsesplit",
        mixinStandardHelpOptions = true,
        version = "sparsesplit 0.1.0",
        description = "Trains, measures and runs predefined-sparse, split, early-exit image classifiers.",
        subcommands = {
            DownloadCommand.class,
            TrainCommand.class,
            CalibrateCommand.class,
            GuaranteeCommand.class,
            EvaluateCommand.class,
            InspectCommand.class,
            CompareCommand.class,
            SamplesCommand.class,
            ReplayCommand.class,
            LoadCommand.class,
            ExplainCommand.class,
            ReproduceCommand.class,
            CurvesCommand.class,
            SweepCommand.class,
            CompetitorsCommand.class,
            MergeCommand.class,
            ReportCommand.class,
            UpCommand.class
        })
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
        CommandLine program = new CommandLine(main);
        program.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().addOption(help()));
        return program.registerConverter(PatternFamily.class, named(PatternFamily::of))
                .registerConverter(Criterion.class, named(Criterion::of))
                .registerConverter(Codec.class, named(Codec::of))
                .registerConverter(Policy.class, named(Policy::of))
                .registerConverter(Recipe.class, named(Recipe::of))
                .registerConverter(Table.class, named(Table::of))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }

    /** What such a method says about a name that it does not know is all that the user needs to read. */
    private static <T> ITypeConverter<T> named(Function<String, T> of) {
        return name -> {
            try {
                return of.apply(name);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }

    /** Picocli's standard options would come with a {@code --version} of the program, where commands have one of a model. */
    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build();
    }
}
