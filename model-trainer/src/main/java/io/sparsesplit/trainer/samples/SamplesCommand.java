package io.sparsesplit.trainer.samples;

import io.sparsesplit.trainer.data.Png;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparsesplit samples}. */
@Command(
        name = "samples",
        description = "Draws the ten digits as small PNG images, to try a model with. The repository's samples/ folder"
                + " was made with the default seed.")
public final class SamplesCommand implements Callable<Integer> {

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Folder for digit-0.png to digit-9.png.")
    private Path out = Path.of("");

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Another seed, another hand. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(out);
        Handwriting hand = new Handwriting(seed);
        for (int digit = 0; digit < 10; digit++) {
            Files.write(out.resolve("digit-%d.png".formatted(digit)), Png.encode(hand.write(digit)));
        }
        spec.commandLine().getOut().printf("10 digits written to %s%n", out);
        return 0;
    }
}
