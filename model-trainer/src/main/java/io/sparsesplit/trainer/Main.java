package io.sparsesplit.trainer;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.network.Criterion;
import io.sparsesplit.model.pattern.PatternFamily;
import io.sparsesplit.trainer.evaluate.EvaluateCommand;
import io.sparsesplit.trainer.evaluate.InspectCommand;
import io.sparsesplit.trainer.train.TrainCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code sparsesplit}. */
@Command(
        name = "sparsesplit",
        mixinStandardHelpOptions = true,
        version = "sparsesplit 0.1.0",
        description = "Trains, measures and runs predefined-sparse, split, early-exit image classifiers.",
        subcommands = {TrainCommand.class, EvaluateCommand.class, InspectCommand.class})
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main())
                .registerConverter(PatternFamily.class, PatternFamily::of)
                .registerConverter(Criterion.class, Criterion::of)
                .registerConverter(Codec.class, Codec::of)
                .execute(args));
    }
}
