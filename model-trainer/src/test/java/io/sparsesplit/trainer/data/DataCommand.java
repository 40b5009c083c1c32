package io.sparsesplit.trainer.data;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The options of data as a command has them, parsed from its command line. */
@Command
final class DataCommand {

    @Mixin
    final DataOption data = new DataOption();

    @Mixin
    private final PictureOption picture = new PictureOption();

    private final StringWriter log = new StringWriter();

    private DataCommand() {}

    static DataCommand of(Path path, String... options) {
        List<String> arguments = new ArrayList<>(List.of("--data", path.toString()));
        arguments.addAll(List.of(options));
        return parsed(arguments);
    }

    static DataCommand parsed(List<String> arguments) {
        DataCommand command = new DataCommand();
        new CommandLine(command)
                .setErr(new PrintWriter(command.log))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(arguments.toArray(String[]::new));
        return command;
    }

    Dataset read() {
        DatasetReader reader = data.reader();
        return reader.read(picture.applied(reader.defaults()));
    }

    String arguments() {
        return picture.argumentsButSize() + data.arguments();
    }

    List<String> log() {
        return log.toString().lines().toList();
    }

    /** What is said before the table of classes. */
    List<String> reading() {
        return log().stream()
                .takeWhile(line -> !line.matches("class +training +validation +test"))
                .toList();
    }
}
