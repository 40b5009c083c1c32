package io.sparsesplit.trainer.up;

import io.sparsesplit.trainer.edge.Answer;
import io.sparsesplit.trainer.edge.EdgeClient;
import io.sparsesplit.trainer.edge.EdgeException;
import io.sparsesplit.trainer.edge.Policy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Lets an edge classify some images, and shows its answers. */
final class Demo {

    /** What a cloud does that has just started on a busy machine: it is asked again. */
    private static final Set<String> PASSING =
            Set.of("timeout", "breaker-open", "connection-lost", "refused", "overload", "cloud-error");

    private static final long RETRY_MILLIS = 250;
    private static final int HTTP_OK = 200;
    private static final int SERVER_ERROR = 500;

    private final Path home;
    private final List<Path> images;
    private final Duration cloudPatience;
    private final String row;

    /**
     * A demonstration.
     *
     * @param home the project's folder, which the names of images in it are relative to
     * @param images one or more
     * @param cloudPatience how long the cloud may take until it completes the last image
     */
    Demo(Path home, List<Path> images, Duration cloudPatience) {
        this.home = home;
        this.images = images;
        this.cloudPatience = cloudPatience;
        int width = Stream.concat(images.stream().map(this::name), Stream.of("samples/digit-0.png"))
                .mapToInt(String::length)
                .max()
                .orElseThrow();
        this.row = "%%-%ds %%-7s %%5s %%11s  %%-13s %%10s %%9s %%10s%%n".formatted(width + 1);
    }

    Path last() {
        return images.get(images.size() - 1);
    }

    /**
     * Sends every image, and the last once more for the cloud to complete: where images are clear, the edge is sure.
     *
     * @throws StartException when the edge does not answer, or the cloud had no part in the last
     */
    void run(EdgeClient edge, PrintWriter out) throws IOException, InterruptedException {
        out.println();
        out.printf(row, "image", "policy", "label", "confidence", "exit", "latency", "image", "to cloud");
        for (Path image : images) {
            try {
                print(image, Policy.AUTO, answer(edge, image, Policy.AUTO), out);
            } catch (EdgeException e) {
                out.printf("%s is refused: %s%n", name(image), e.getMessage());
            }
        }
        try {
            Answer answer = completed(edge);
            print(last(), Policy.SPLIT, answer, out);
            if (answer.degraded()) {
                throw new StartException("The cloud did not complete an image for the edge: " + answer.reason());
            }
        } catch (EdgeException e) {
            // Said above: it is refused whoever is to answer it.
        }
    }

    /** Asks until the cloud completes the last image, or fails for a reason that time does not mend. */
    private Answer completed(EdgeClient edge) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Answer answer = answer(edge, last(), Policy.SPLIT);
        while (answer.degraded()
                && PASSING.contains(answer.reason())
                && System.nanoTime() - start < cloudPatience.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            answer = answer(edge, last(), Policy.SPLIT);
        }
        return answer;
    }

    private void print(Path image, Policy policy, Answer answer, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                row,
                name(image),
                policy,
                answer.label(),
                String.format(Locale.ROOT, "%.1f %%", 100 * answer.confidence()),
                answer.exit(),
                String.format(Locale.ROOT, "%.2f ms", answer.latencyMs().total()),
                "%d B".formatted(answer.bytes().image()),
                "%d B".formatted(answer.bytes().sent()));
        out.flush();
    }

    private String name(Path image) {
        return image.startsWith(home) ? home.relativize(image).toString() : image.toString();
    }

    private static Answer answer(EdgeClient edge, Path image, Policy policy) throws IOException, InterruptedException {
        byte[] file = Files.readAllBytes(image);
        try {
            return edge.infer(file, policy, null);
        } catch (EdgeException e) {
            if (e.status() < SERVER_ERROR && e.status() != HTTP_OK) {
                throw e;
            }
            throw new StartException("The edge did not answer %s: %s".formatted(image, e.getMessage()), e);
        } catch (IOException e) {
            throw new StartException("The edge did not answer %s: %s".formatted(image, e.getMessage()), e);
        }
    }
}
