package io.sparsesplit.benchmarks.service;

import io.sparsesplit.edge.EdgeApplication;
import io.sparsesplit.service.web.Body;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The edge with one more path, which receives an image like {@code /infer} and answers a constant: what is left when nothing is
 * decoded, computed or counted. Runs inside the edge's own jar, see {@link ServiceTable}; it is no part of the product.
 */
public final class ConstantEdge {

    private static final int MAX_BYTES = 1 << 20;

    private ConstantEdge() {}

    public static void main(String[] args) {
        new SpringApplicationBuilder(EdgeApplication.class, Constant.class)
                .properties("spring.config.name=edge,application")
                .run(args);
    }

    /** The path. */
    @RestController
    static class Constant {

        @PostMapping(
                path = "/constant",
                consumes = {MediaType.IMAGE_PNG_VALUE, "application/x-tar"},
                produces = MediaType.APPLICATION_JSON_VALUE)
        Map<String, Integer> constant(HttpServletRequest request) throws IOException {
            return Map.of("image", Body.read(request, MAX_BYTES).length);
        }
    }
}
