package io.sparsesplit.trainer;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code sparsesplit}. */
@Command(
        name = "sparsesplit",
        mixinStandardHelpOptions = true,
        version = "sparsesplit 0.1.0",
        description = "Trains, measures and runs predefined-sparse, split, early-exit image classifiers.",
        subcommands = {})
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
