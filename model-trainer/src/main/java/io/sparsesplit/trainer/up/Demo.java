package io.sparsesplit.trainer.up;

import io.sparsesplit.trainer.edge.Answer;
import io.sparsesplit.trainer.edge.EdgeClient;
import io.sparsesplit.trainer.edge.Policy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Lets an edge classify the sample images, and shows its answers. */
final class Demo {

    private final Path home;
    private final List<Path> images;

    /**
     * A demonstration.
     *
     * @param home the project's folder, with PNG files in {@code samples}
     * @throws StartException when there are none
     */
    Demo(Path home) throws IOException {
        this.home = home;
        Path samples = home.resolve("samples");
        try (Stream<Path> files = Files.list(samples)) {
            images = files.filter(file -> file.toString().endsWith(".png"))
                    .sorted()
                    .toList();
        }
        if (images.isEmpty()) {
            throw new StartException(
                    "There are no PNG files in %s: 'sparsesplit samples' makes them.".formatted(samples));
        }
    }

    Path last() {
        return images.get(images.size() - 1);
    }

    /** Throws an exception unless every image is answered. */
    void run(EdgeClient edge, PrintWriter out) throws IOException, InterruptedException {
        out.printf(
                "%n%-22s %5s %11s  %-13s %10s %13s %14s%n",
                "image", "label", "confidence", "exit", "latency", "image", "to the cloud");
        for (Path image : images) {
            Answer answer = answer(edge, image);
            out.printf(
                    Locale.ROOT,
                    "%-22s %5s %9.1f %%  %-13s %7.2f ms %11d B %12d B%n",
                    home.relativize(image),
                    answer.label(),
                    100 * answer.confidence(),
                    answer.exit(),
                    answer.latencyMs().total(),
                    answer.bytes().image(),
                    answer.bytes().sent());
            out.flush();
        }
    }

    private static Answer answer(EdgeClient edge, Path image) throws IOException, InterruptedException {
        try {
            return edge.infer(Files.readAllBytes(image), Policy.AUTO);
        } catch (IOException e) {
            throw new StartException("The edge did not answer %s: %s".formatted(image, e.getMessage()), e);
        }
    }
}
