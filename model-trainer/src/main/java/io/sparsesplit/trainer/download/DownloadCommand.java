package io.sparsesplit.trainer.download;

import io.sparsesplit.trainer.data.DataFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparsesplit download}. */
@Command(
        name = "download",
        description = "Fetches a public data set into the cache folder, where the other commands find it.")
public final class DownloadCommand implements Callable<Integer> {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    private enum DataSet {
        MNIST
    }

    @Parameters(paramLabel = "mnist", description = "The data set: 70,000 handwritten digits, 11 MB.")
    private DataSet dataSet = DataSet.MNIST;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            defaultValue = "https://ossci-datasets.s3.amazonaws.com/mnist/",
            description = "Where the files are: http, https or file URL, or a folder. Default: ${DEFAULT-VALUE}")
    private String baseUrl = "";

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where they go. Default: $XDG_CACHE_HOME/sparsesplit/mnist or ~/.cache/sparsesplit/mnist.")
    private @Nullable Path cache;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Path folder = cache == null ? DataFolder.mnist() : cache;
        Download download = new Download(mirror(), folder, out);
        for (KnownFile file : KnownFile.MNIST) {
            download.fetch(file);
        }
        out.printf("%s is complete in %s.%n", dataSet, folder);
        out.flush();
        return 0;
    }

    private Mirror mirror() {
        try {
            return Mirror.of(baseUrl, CONNECT_TIMEOUT, READ_TIMEOUT);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
