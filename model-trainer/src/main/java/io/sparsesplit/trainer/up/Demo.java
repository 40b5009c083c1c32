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

    /** A cloud that has just started may miss the deadline of its first images. */
    private static final int CLOUD_ATTEMPTS = 5;

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

    /**
     * Sends every image, and the last once more for the cloud to complete: on samples as clear as these, the edge is sure.
     *
     * @throws StartException when one is not answered, or the cloud had no part in the last
     */
    void run(EdgeClient edge, PrintWriter out) throws IOException, InterruptedException {
        out.printf(
                "%n%-20s %-7s %5s %11s  %-13s %10s %9s %10s%n",
                "image", "policy", "label", "confidence", "exit", "latency", "image", "to cloud");
        for (Path image : images) {
            print(image, Policy.AUTO, answer(edge, image, Policy.AUTO), out);
        }
        Answer answer = answer(edge, last(), Policy.SPLIT);
        for (int i = 1; answer.degraded() && i < CLOUD_ATTEMPTS; i++) {
            answer = answer(edge, last(), Policy.SPLIT);
        }
        print(last(), Policy.SPLIT, answer, out);
        if (answer.degraded()) {
            throw new StartException("The cloud did not complete an image for the edge: " + answer.reason());
        }
    }

    private void print(Path image, Policy policy, Answer answer, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%-20s %-7s %5s %9.1f %%  %-13s %7.2f ms %7d B %8d B%n",
                home.relativize(image),
                policy,
                answer.label(),
                100 * answer.confidence(),
                answer.exit(),
                answer.latencyMs().total(),
                answer.bytes().image(),
                answer.bytes().sent());
        out.flush();
    }

    private static Answer answer(EdgeClient edge, Path image, Policy policy) throws InterruptedException {
        try {
            return edge.infer(Files.readAllBytes(image), policy, null);
        } catch (IOException e) {
            throw new StartException("The edge did not answer %s: %s".formatted(image, e.getMessage()), e);
        }
    }
}
