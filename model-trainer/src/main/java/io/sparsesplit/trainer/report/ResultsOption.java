package io.sparsesplit.trainer.report;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Holds the option {@code --out} of the commands that add to the results of the report; a picocli mixin. */
public final class ResultsOption {

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = Option.NULL_VALUE,
            description = "Folder of the results. Default: reports, and reports-quick for --quick.")
    private @Nullable Path folder;

    /**
     * Returns the folder of the results, which need not exist.
     *
     * @param quick whether the results are of a quick run and mean nothing
     */
    public Path folder(boolean quick) {
        return folder == null ? usual(quick) : folder;
    }

    /** Returns the folder of the results where none is named. */
    static Path usual(boolean quick) {
        return Path.of(quick ? "reports-quick" : "reports");
    }
}
