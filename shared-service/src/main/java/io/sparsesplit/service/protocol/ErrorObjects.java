package io.sparsesplit.service.protocol;

import io.sparsesplit.model.image.ImageException;
import io.sparsesplit.service.Problem;
import io.sparsesplit.service.ProblemException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers what fails at a controller of the protocol with its error object, {@code {"error": "..."}}. */
@RestControllerAdvice(annotations = OpenInferenceController.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class ErrorObjects {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorObjects.class);

    /**
     * The protocol's error object.
     *
     * @param error what is wrong, and what to do
     */
    record ErrorObject(String error) {}

    @ExceptionHandler
    ResponseEntity<ErrorObject> answer(ProtocolException e) {
        return answer(e.status(), String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ErrorObject> answer(ProblemException e) {
        return answer(e.problem().status(), String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ErrorObject> answer(ImageException e) {
        return answer(Problem.of(e).status(), String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ErrorObject> answer(IOException e) {
        LOG.debug("A body could not be read", e);
        return answer(HttpStatus.BAD_REQUEST, "The body ended before it was complete: send it again.");
    }

    @ExceptionHandler
    ResponseEntity<ErrorObject> answer(Exception e) {
        LOG.error("Request failed", e);
        return answer(HttpStatus.INTERNAL_SERVER_ERROR, "The service failed at this request.");
    }

    private static ResponseEntity<ErrorObject> answer(HttpStatus status, String error) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(new ErrorObject(error));
    }
}
