package io.sparsesplit.benchmarks;

import io.sparsesplit.benchmarks.CodedVectorFile.Content;
import io.sparsesplit.model.artifact.ArtifactException;
import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.trainer.evaluate.SplitModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Vectors coded on one Java machine and decoded on another. */
@Command(
        name = "CodedVectors",
        mixinStandardHelpOptions = true,
        description =
                "Writes coded vectors on one Java machine, and checks on another that they are the same to the last bit.")
final class CodedVectors {

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--model",
            paramLabel = "DIR",
            required = true,
            scope = ScopeType.INHERIT,
            description = "Folder of a version of a model that has a prior.")
    private Path model = Path.of("");

    public static void main(String[] args) {
        System.exit(new CommandLine(new CodedVectors()).execute(args));
    }

    @Command(name = "write", mixinStandardHelpOptions = true, description = "Codes random features of all kinds.")
    int write(
            @Parameters(paramLabel = "FILE", description = "To be written.") Path file,
            @Option(
                            names = "--count",
                            paramLabel = "N",
                            defaultValue = "1000000",
                            description = "Vectors. Default: ${DEFAULT-VALUE}.")
                    int count,
            @Option(
                            names = "--seed",
                            paramLabel = "S",
                            defaultValue = "1",
                            description = "Of the features. Default: ${DEFAULT-VALUE}.")
                    long seed)
            throws IOException {
        try {
            files().write(file, count, seed);
            PrintWriter out = command.commandLine().getOut();
            out.printf(Locale.ROOT, "%s: %,d vectors written.%n", machine(), count);
            out.flush();
            return CommandLine.ExitCode.OK;
        } catch (IllegalArgumentException | ArtifactException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description =
                    "Decodes the vectors of a file, codes the same features again, and ends with 1 if anything differs.")
    int check(@Parameters(paramLabel = "FILE", description = "As 'write' made it.") Path file) throws IOException {
        try {
            Content content = files().check(file);
            PrintWriter out = command.commandLine().getOut();
            out.printf(
                    Locale.ROOT,
                    "%s: %,d vectors of %.1f bytes; %,d decoded alike, %,d coded alike%n",
                    machine(),
                    content.vectors(),
                    (double) content.payloadBytes() / content.vectors(),
                    content.decodedAlike(),
                    content.codedAlike());
            out.printf("SHA-256 of the payloads %s%n", content.payloads());
            out.printf(
                    "SHA-256 of the values   %s, %s%n",
                    content.values(), content.asWritten() ? "as written" : "NOT as written");
            out.flush();
            return content.allAlike() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } catch (NoSuchFileException e) {
            throw new ParameterException(
                    command.commandLine(), "There is no %s: make it with 'write'.".formatted(file), e);
        } catch (IllegalArgumentException | ArtifactException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private CodedVectorFile files() {
        EdgeModel edge = SplitModel.load(model).edge();
        return new CodedVectorFile(edge.fingerprint().toBytes(), edge.codecs());
    }

    private static String machine() {
        return "JDK %s, %s".formatted(System.getProperty("java.vm.version"), System.getProperty("java.vm.info"));
    }
}
