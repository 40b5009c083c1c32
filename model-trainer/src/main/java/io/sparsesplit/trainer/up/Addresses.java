package io.sparsesplit.trainer.up;

import io.sparsesplit.model.image.ImageFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where running services can be looked at.
 *
 * @param edge ends with a slash
 * @param cloud does not
 */
record Addresses(URI edge, String cloud) {

    /**
     * Prints them, the console first.
     *
     * @param image for a request to try; null for one of the user's
     */
    void print(@Nullable Path image, PrintWriter out) throws IOException {
        out.printf("%nConsole      %s%n", edge);
        out.printf("Try it       %s%n", request(image));
        out.printf("All requests %sswagger-ui.html, and %s/swagger-ui.html for the cloud%n", edge, cloud);
        out.printf("Summary      %sactuator/inference%n", edge);
        out.printf("Prometheus   %sactuator/prometheus%n", edge);
        out.printf("Health       %sactuator/health%n", edge);
        out.printf("%nCtrl-C stops both.%n");
        out.flush();
    }

    private String request(@Nullable Path image) throws IOException {
        if (image == null) {
            return "curl -H 'Content-Type: image/png' --data-binary @YOUR.png %sinfer".formatted(edge);
        }
        Path here = Path.of("").toAbsolutePath();
        Path file = image.startsWith(here) ? here.relativize(image) : image;
        String type = ImageFormat.of(Files.readAllBytes(image))
                .map(ImageFormat::mediaType)
                .orElse("image/png");
        return "curl -H 'Content-Type: %s' --data-binary '@%s' %sinfer".formatted(type, file, edge);
    }
}
