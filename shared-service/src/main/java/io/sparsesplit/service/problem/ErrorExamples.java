package io.sparsesplit.service.problem;

import static io.sparsesplit.service.problem.ErrorExample.error;

import java.util.List;
import java.util.stream.Stream;

/**
 * Errors of the operations of a service, as its documentation shows them. Sentences are those that the services write.
 *
 * @param own errors of this service, which take the place of those that all services have in common
 */
public record ErrorExamples(List<ErrorExample> own) {

    private static final String ALL = ".*";

    private static final List<ErrorExample> COMMON = List.of(
            error(ALL, Problem.BAD_REQUEST, "The body is not the JSON that is read here: /swagger-ui.html shows it."),
            error(
                    ALL,
                    Problem.UNAUTHORIZED,
                    "The request bears no key: send the header Authorization: Bearer KEY, with the key of"
                            + " sparsesplit.management.key."),
            error(
                    ALL,
                    Problem.MANAGEMENT_OFF,
                    "No management key is set: write one into sparsesplit.management.key or"
                            + " sparsesplit.management.key-file, and start the service again."),
            error(ALL, Problem.NOT_ACCEPTABLE, "The answer is given as application/json: change the Accept header."),
            error(
                    ALL,
                    Problem.UNUSABLE_IMAGE,
                    "All pixels of the image are equally bright: there is nothing to classify."),
            error(
                    ALL,
                    Problem.INTERNAL,
                    "The service failed at this request. If it does so again, report trace"
                            + " 4bf92f3577b34da6a3ce929d0e0e4736."),
            error(ALL, Problem.OVERLOADED, "As many requests as allowed, 48, are at work: try again in 1 s."),
            error(
                    "/management/models/.*/load",
                    Problem.UNKNOWN_MODEL,
                    "There is no mnist 3.2.0 in the repository: copy it there first. It has mnist 3.1.0."),
            error(
                    "/management/models/.*/(unload|default)",
                    Problem.UNKNOWN_MODEL,
                    "mnist 3.2.0 is not held: load it first. Held are mnist 3.1.0."),
            error(
                    "/management/models/.*/load",
                    Problem.VERSIONS_CONFLICT,
                    "4 versions are held, as many as sparsesplit.model.max-held allows: unload one first."),
            error(
                    "(/management/models|/v2/repository)/.*/unload",
                    Problem.VERSIONS_CONFLICT,
                    "mnist 3.1.0 is the last version that can be used, and a service without one cannot answer: load"
                            + " another first."),
            error(
                    "/v2/repository/models/.*",
                    Problem.UNKNOWN_MODEL,
                    "There is no version of model mnits: POST /v2/repository/index lists those there are."),
            error(
                    "/v2/repository/models/.*/load",
                    Problem.VERSIONS_CONFLICT,
                    "4 versions are held, as many as sparsesplit.model.max-held allows: unload one first."),
            error(
                    ALL,
                    Problem.MODEL_REFUSED,
                    "mnist 3.2.0 is not loaded: head.safetensors is not the file that the manifest describes."),
            error("/v2/models/.*/infer", Problem.BAD_REQUEST, "there are no inputs: send one."),
            error(
                    "/v2/models/.*/infer",
                    Problem.TOO_LARGE,
                    "The body has more than the 4194304 bytes allowed: send a smaller one."),
            error(
                    "/v2/models/.*/infer",
                    Problem.UNKNOWN_IMAGE_FORMAT,
                    "The bytes are not an image that is read here: send PNG, JPEG, GIF, BMP or WebP."));

    public ErrorExamples {
        own = List.copyOf(own);
    }

    /** Returns the errors of one status: of the service itself, else of these paths in all services, else of all paths. */
    List<ErrorExample> at(String path, String status) {
        return Stream.of(
                        own.stream(),
                        COMMON.stream().filter(example -> !isForAllPaths(example)),
                        COMMON.stream().filter(ErrorExamples::isForAllPaths))
                .map(examples ->
                        examples.filter(example -> example.isFor(path, status)).toList())
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static boolean isForAllPaths(ErrorExample example) {
        return example.path().pattern().equals(ALL);
    }
}
