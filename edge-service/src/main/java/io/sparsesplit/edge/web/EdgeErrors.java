package io.sparsesplit.edge.web;

import static io.sparsesplit.service.problem.ErrorExample.error;

import io.sparsesplit.service.problem.ErrorExamples;
import io.sparsesplit.service.problem.Problem;
import java.util.List;

/** Errors of the edge, as its API documentation shows them. */
final class EdgeErrors {

    private static final String INFER = "/infer";
    private static final String BATCH = "/infer/batch";
    private static final String NOT_LOADED =
            "Model mnist 3.2.0 is not loaded: mnist 3.1.0 is. Ask for that, or leave model and version out.";
    private static final String UNREADABLE =
            "The outbox cannot be read now: ask again, /actuator/health says what is wrong.";

    private EdgeErrors() {}

    static ErrorExamples examples() {
        return new ErrorExamples(List.of(
                error(INFER, Problem.UNDECODABLE_IMAGE, "The PNG image is damaged or cut short and cannot be decoded."),
                error(
                        INFER,
                        Problem.EMPTY_BODY,
                        "The body is empty: send one, for example with curl --data-binary @FILE."),
                error(
                        "/infer(/batch)?",
                        Problem.BAD_PARAMETER,
                        "minConfidence is 2.0: write a number from 0 to 1, for example 0.9."),
                error(
                        BATCH,
                        Problem.MALFORMED_MULTIPART,
                        "The multipart body cannot be read: send one like curl -F image=@a.png -F image=@b.png does."),
                error(
                        BATCH,
                        Problem.MALFORMED_ARCHIVE,
                        "The ZIP archive is damaged, cut short or of a kind that cannot be read as a stream: pack it again."),
                error(
                        BATCH,
                        Problem.EMPTY_BODY,
                        "The body holds no image: send some, in fields 'image' or as an archive's files."),
                error("/infer(/batch)?", Problem.UNKNOWN_MODEL, NOT_LOADED),
                error("/v2/models/.*", Problem.UNKNOWN_MODEL, NOT_LOADED),
                error(
                        INFER,
                        Problem.TOO_LARGE,
                        "The image has 20000 x 20000 pixels, more than 4000000 in all: send a smaller one."),
                error(
                        BATCH,
                        Problem.TOO_LARGE,
                        "The request has more than the 256 images allowed: send fewer at once."),
                error(
                        INFER,
                        Problem.UNKNOWN_IMAGE_FORMAT,
                        "The bytes are not an image that is read here: send PNG, JPEG, GIF, BMP or WebP."),
                error(
                        INFER,
                        Problem.UNSUPPORTED_CONTENT_TYPE,
                        "Content-Type is text/plain, but image/png, application/octet-stream,"
                                + " multipart/form-data, image/* is read here. With curl, add -H 'Content-Type: image/png'."),
                error(
                        BATCH,
                        Problem.UNSUPPORTED_CONTENT_TYPE,
                        "Content-Type is image/png, but multipart/form-data, application/zip, application/x-tar is"
                                + " read here. With curl, add -H 'Content-Type: multipart/form-data'."),
                error(
                        "/management/rollout/(canary|shadow)",
                        Problem.BAD_REQUEST,
                        "version is null: send a body like {\"version\": \"3.2.0\", \"share\": 0.1}."),
                error(
                        "/management/rollout/(canary|shadow)",
                        Problem.UNKNOWN_MODEL,
                        "There is no mnist 3.2.0 in the repository: copy it there first. It has mnist 3.1.0."),
                error(
                        "/management/rollout/(canary|shadow)",
                        Problem.VERSIONS_CONFLICT,
                        "3.1.0 is the default already: choose another version."),
                error(
                        "/management/rollout/promote",
                        Problem.VERSIONS_CONFLICT,
                        "No candidate is tried: POST a canary or a shadow first."),
                error(
                        "/management/rollout/rollback",
                        Problem.VERSIONS_CONFLICT,
                        "No candidate is tried and none was promoted: there is nothing to undo."),
                error(
                        "/management/controller/pin",
                        Problem.BAD_PARAMETER,
                        "The controller is off: there is nothing to pin. Give it an objective by"
                                + " sparsesplit.controller.objective."),
                error(
                        "/inferences/\\{id}",
                        Problem.UNKNOWN_INFERENCE,
                        "There is no inference 0f8fad5b-d9cb-469f-a165-70867728950e: it never was, or it ended so long"
                                + " ago that it is forgotten."),
                error("/inferences/\\{id}", Problem.UNAVAILABLE, UNREADABLE),
                error(
                        "/inferences/events",
                        Problem.BAD_REQUEST,
                        "Last-Event-ID is not the id of an event: send back one that was received, or none."),
                error(
                        "/inferences/events",
                        Problem.NOT_FOUND,
                        "This edge has no outbox: set sparsesplit.outbox.enabled=true to have one."),
                error(
                        "/inferences/events",
                        Problem.UNAVAILABLE,
                        "There are 16 listeners, as many as allowed: come back when one has gone.")));
    }
}
