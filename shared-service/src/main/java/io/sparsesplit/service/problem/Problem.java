package io.sparsesplit.service.problem;

import io.sparsesplit.model.image.ImageException;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** The kinds of errors there are (RFC 9457): each has a stable type, {@code urn:sparsesplit:problem:<name>}. */
public enum Problem {
    BAD_REQUEST(HttpStatus.BAD_REQUEST, "The request cannot be understood"),
    BAD_PARAMETER(HttpStatus.BAD_REQUEST, "A query parameter has a value that cannot be used"),
    EMPTY_BODY(HttpStatus.BAD_REQUEST, "The request has no body"),
    INCOMPLETE_BODY(HttpStatus.BAD_REQUEST, "The body ended early"),
    MALFORMED_MULTIPART(HttpStatus.BAD_REQUEST, "The multipart body cannot be read"),
    MALFORMED_ARCHIVE(HttpStatus.BAD_REQUEST, "The archive cannot be read"),
    UNDECODABLE_IMAGE(HttpStatus.BAD_REQUEST, "The image is damaged"),
    MALFORMED_FRAME(HttpStatus.BAD_REQUEST, "The features are damaged"),
    UNAUTHORIZED(HttpStatus.UNAUTHORIZED, "The key is missing or wrong"),
    MANAGEMENT_OFF(HttpStatus.FORBIDDEN, "The service cannot be changed over HTTP"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "There is nothing at this path"),
    UNKNOWN_INFERENCE(HttpStatus.NOT_FOUND, "There is no such inference"),
    UNKNOWN_MODEL(HttpStatus.NOT_FOUND, "The model is not loaded"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The method is not possible at this path"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "The answer cannot be given in this format"),
    UNKNOWN_FINGERPRINT(HttpStatus.CONFLICT, "The model of these features is not held"),
    VERSIONS_CONFLICT(HttpStatus.CONFLICT, "The versions held do not allow it"),
    TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
    UNSUPPORTED_CONTENT_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The Content-Type is not read here"),
    UNKNOWN_IMAGE_FORMAT(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The bytes are not an image that is read here"),
    UNUSABLE_IMAGE(HttpStatus.UNPROCESSABLE_CONTENT, "The image shows nothing that can be classified"),
    MODEL_REFUSED(HttpStatus.UNPROCESSABLE_CONTENT, "The files of the model cannot be used"),
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "The service failed"),
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The service cannot answer now"),
    OVERLOADED(HttpStatus.SERVICE_UNAVAILABLE, "More is asked of the service than it can do");

    private final HttpStatus status;
    private final String title;

    Problem(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    public HttpStatus status() {
        return status;
    }

    /** What is wrong, the same for every error of this kind. */
    public String title() {
        return title;
    }

    /** {@code urn:sparsesplit:problem:<name>} */
    public URI type() {
        return URI.create(
                "urn:sparsesplit:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** The answer for an error of this kind. */
    public ProblemDetail detail(@Nullable String sentence) {
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(status, sentence);
        detail.setType(type());
        detail.setTitle(title);
        return detail;
    }

    /** The kind of what is wrong with an image. */
    public static Problem of(ImageException e) {
        return switch (e.problem()) {
            case UNKNOWN_FORMAT -> UNKNOWN_IMAGE_FORMAT;
            case TOO_LARGE -> TOO_LARGE;
            case UNDECODABLE -> UNDECODABLE_IMAGE;
            case UNUSABLE -> UNUSABLE_IMAGE;
        };
    }

    /** The kind for errors of which only the status is known. */
    public static Problem of(HttpStatusCode status) {
        for (Problem problem : values()) {
            if (problem.status.value() == status.value()) {
                return problem;
            }
        }
        return status.is5xxServerError() ? INTERNAL : BAD_REQUEST;
    }
}
