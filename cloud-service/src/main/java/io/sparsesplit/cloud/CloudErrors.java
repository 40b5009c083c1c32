package io.sparsesplit.cloud;

import static io.sparsesplit.service.problem.ErrorExample.error;

import io.sparsesplit.service.problem.ErrorExamples;
import io.sparsesplit.service.problem.Problem;
import java.util.List;

/** Errors of the cloud, as its API documentation shows them. */
final class CloudErrors {

    private static final String COMPLETE = "/complete";
    private static final String CLASSIFY = "/classify";

    private CloudErrors() {}

    static ErrorExamples examples() {
        return new ErrorExamples(List.of(
                error(
                        COMPLETE,
                        Problem.MALFORMED_FRAME,
                        "The features cannot be read: a payload of 8 bytes is announced, but 3 are left."),
                error(
                        COMPLETE,
                        Problem.EMPTY_BODY,
                        "The body is empty: send one, for example with curl --data-binary @FILE."),
                error(
                        COMPLETE,
                        Problem.NOT_ACCEPTABLE,
                        "The answer is given as application/vnd.sparsesplit.completions, application/json: change the"
                                + " Accept header."),
                error(
                        "/(complete|classify)",
                        Problem.UNKNOWN_FINGERPRINT,
                        "No model is held whose fingerprint begins with 3784c4cf17088910: use one of those in 'held' on"
                                + " both sides."),
                error(
                        COMPLETE,
                        Problem.TOO_LARGE,
                        "The body has more than the 1048576 bytes allowed: send a smaller one."),
                error(
                        COMPLETE,
                        Problem.UNSUPPORTED_CONTENT_TYPE,
                        "Content-Type is image/png, but application/vnd.sparsesplit.features is read here. With curl,"
                                + " add -H 'Content-Type: application/vnd.sparsesplit.features'."),
                error(
                        CLASSIFY,
                        Problem.UNDECODABLE_IMAGE,
                        "The PNG image is damaged or cut short and cannot be decoded."),
                error(
                        CLASSIFY,
                        Problem.EMPTY_BODY,
                        "The body is empty: send one, for example with curl --data-binary @FILE."),
                error(
                        CLASSIFY,
                        Problem.BAD_PARAMETER,
                        "model is '3x': write the first 4 to 64 hexadecimal digits of a model's fingerprint."),
                error(
                        CLASSIFY,
                        Problem.UNKNOWN_MODEL,
                        "The head of mnist 3.2.0 cannot be loaded here: send features to /complete instead."),
                error(
                        CLASSIFY,
                        Problem.TOO_LARGE,
                        "The image has 20000 x 20000 pixels, more than 4000000 in all: send a smaller one."),
                error(
                        CLASSIFY,
                        Problem.UNKNOWN_IMAGE_FORMAT,
                        "The bytes are not an image that is read here: send PNG, JPEG, GIF, BMP or WebP."),
                error(
                        "/v2/models/.*",
                        Problem.UNKNOWN_MODEL,
                        "Model mnist 3.2.0 is not held: ask for one of mnist 3.1.0."),
                error(
                        "/models/.*",
                        Problem.UNKNOWN_MODEL,
                        "There is no such version of a model here: GET /models lists what there is.")));
    }
}
