package io.sparsesplit.service.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How an error is written, which the path alone decides, whoever refuses the request: controllers, filters or the server before
 * them.
 */
public enum ErrorForm {
    /** Of RFC 9457. */
    PROBLEM_DETAIL(MediaType.APPLICATION_PROBLEM_JSON_VALUE) {
        @Override
        Object body(ProblemDetail error) {
            return error;
        }
    },

    /** Of the Open Inference Protocol, at its paths: <code>{"error": "what is wrong, and what to do"}</code>. */
    ERROR_OBJECT(MediaType.APPLICATION_JSON_VALUE) {
        @Override
        Object body(ProblemDetail error) {
            return Map.of("error", Objects.requireNonNullElse(error.getDetail(), String.valueOf(error.getTitle())));
        }
    };

    private static final String PROTOCOL = "/v2";

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
            .build();

    private final String contentType;

    ErrorForm(String contentType) {
        this.contentType = contentType;
    }

    /** Returns the form at a path; null is a path that could not be read. */
    public static ErrorForm at(@Nullable String path) {
        return path != null && (path.equals(PROTOCOL) || path.startsWith(PROTOCOL + "/"))
                ? ERROR_OBJECT
                : PROBLEM_DETAIL;
    }

    /** Returns the form for a request, also when it was sent on to the error page. */
    public static ErrorForm of(HttpServletRequest request) {
        return at(
                request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String asked
                        ? asked
                        : request.getRequestURI());
    }

    /** Returns the media type of errors in this form. */
    public String contentType() {
        return contentType;
    }

    /** Returns an error in this form, for those who stand before all that writes JSON. */
    public byte[] bytes(ProblemDetail error) {
        return JSON.writeValueAsBytes(body(error));
    }

    /** Returns the answer for an error. */
    public ResponseEntity<Object> answer(ProblemDetail error) {
        return answer(error, HttpHeaders.EMPTY);
    }

    /** Returns the answer for an error, with headers beside its media type. */
    public ResponseEntity<Object> answer(ProblemDetail error, HttpHeaders headers) {
        return ResponseEntity.status(error.getStatus())
                .headers(headers)
                .contentType(MediaType.valueOf(contentType))
                .body(body(error));
    }

    abstract Object body(ProblemDetail error);
}
