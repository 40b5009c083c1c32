package io.sparsesplit.service.web;

import io.sparsesplit.model.codec.MalformedFrameException;
import io.sparsesplit.model.image.ImageException;
import io.sparsesplit.service.management.ManagementKey;
import io.sparsesplit.service.problem.ErrorForm;
import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import io.sparsesplit.service.tracing.Trace;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** The one place where exceptions become answers. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<Object> answer(ProblemException e, HttpServletRequest request) {
        ProblemDetail detail = e.problem().detail(e.getMessage());
        e.properties().forEach(detail::setProperty);
        HttpHeaders headers = new HttpHeaders();
        if (e.problem() == Problem.UNAUTHORIZED) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, ManagementKey.SCHEME);
        }
        return ErrorForm.of(request).answer(detail, headers);
    }

    @ExceptionHandler
    ResponseEntity<Object> answer(ImageException e, HttpServletRequest request) {
        return ErrorForm.of(request).answer(Problem.of(e).detail(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<Object> answer(MalformedFrameException e, HttpServletRequest request) {
        ProblemDetail detail = Problem.MALFORMED_FRAME.detail("The features cannot be read: " + e.getMessage() + ".");
        detail.setProperty("offset", e.offset());
        return ErrorForm.of(request).answer(detail);
    }

    @ExceptionHandler
    ResponseEntity<Object> answer(MultipartException e, HttpServletRequest request) {
        return ErrorForm.of(request)
                .answer(Problem.MALFORMED_MULTIPART.detail(
                        "The multipart body cannot be read: send one like curl -F image=@digit.png does."));
    }

    /** What the server says of parameters whose encoding is broken, or of too many. */
    @ExceptionHandler
    ResponseEntity<Object> answer(InvalidParameterException e, HttpServletRequest request) {
        return ErrorForm.of(request)
                .answer(Problem.BAD_REQUEST.detail("The query cannot be read: write %25 for every % that is one."));
    }

    /** The client went away, or was too slow, while its body was read. */
    @ExceptionHandler
    ResponseEntity<Object> answer(IOException e, HttpServletRequest request) {
        LOG.debug("A body could not be read", e);
        return ErrorForm.of(request)
                .answer(Problem.INCOMPLETE_BODY.detail("The body ended before it was complete: send it again."));
    }

    @ExceptionHandler
    ResponseEntity<Object> answer(Exception e, HttpServletRequest request) {
        String traceId = Trace.of(request.getHeader(Trace.HEADER)).id();
        LOG.error("Request failed, trace {}", traceId, e);
        ProblemDetail detail = Problem.INTERNAL.detail(
                "The service failed at this request. If it does so again, report trace " + traceId + ".");
        detail.setProperty("traceId", traceId);
        return ErrorForm.of(request).answer(detail);
    }

    /** All that the framework refuses by itself comes through here. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        HttpServletRequest servlet = ((ServletWebRequest) request).getRequest();
        return ErrorForm.of(servlet).answer(refused(e, status, servlet.getRequestURI()), headers);
    }

    private static ProblemDetail refused(Exception e, HttpStatusCode status, String path) {
        if (e instanceof HttpMediaTypeNotSupportedException type) {
            return Problem.UNSUPPORTED_CONTENT_TYPE.detail(contentType(type));
        } else if (e instanceof HttpMediaTypeNotAcceptableException accept) {
            return Problem.NOT_ACCEPTABLE.detail("The answer is given as %s: change the Accept header."
                    .formatted(joined(accept.getSupportedMediaTypes())));
        } else if (e instanceof HttpRequestMethodNotSupportedException method) {
            return Problem.METHOD_NOT_ALLOWED.detail(
                    "%s is not possible here: use %s.".formatted(method.getMethod(), joined(methods(method))));
        } else if (e instanceof NoResourceFoundException) {
            return Problem.NOT_FOUND.detail(
                    "There is nothing at %s: /swagger-ui.html shows what there is.".formatted(path));
        } else if (e instanceof HttpMessageNotReadableException) {
            return Problem.BAD_REQUEST.detail("The body is not the JSON that is read here: /swagger-ui.html shows it.");
        } else if (e instanceof MaxUploadSizeExceededException) {
            return Problem.TOO_LARGE.detail("The upload has more bytes than allowed: send a smaller image.");
        } else if (e instanceof MethodArgumentTypeMismatchException parameter) {
            return Problem.BAD_PARAMETER.detail(
                    "%s is '%s': write %s.".formatted(parameter.getName(), parameter.getValue(), expected(parameter)));
        }
        String sentence = e instanceof ErrorResponse known ? known.getBody().getDetail() : null;
        Problem problem = Problem.of(status);
        return problem.detail(sentence == null || problem == Problem.INTERNAL ? "The request failed." : sentence);
    }

    private static String contentType(HttpMediaTypeNotSupportedException e) {
        List<MediaType> read = e.getSupportedMediaTypes();
        String sent =
                Optional.ofNullable(e.getContentType()).map(Object::toString).orElse("missing");
        return "Content-Type is %s, but %s is read here. With curl, add -H 'Content-Type: %s'."
                .formatted(
                        sent,
                        joined(read),
                        read.stream().findFirst().map(Object::toString).orElse(""));
    }

    private static Set<String> methods(HttpRequestMethodNotSupportedException e) {
        return Optional.ofNullable(e.getSupportedHttpMethods()).orElse(Set.of()).stream()
                .map(HttpMethod::name)
                .collect(Collectors.toSet());
    }

    private static String expected(TypeMismatchException e) {
        Class<?> type = e.getRequiredType();
        return type == Long.class || type == Integer.class ? "a whole number" : "a number, for example 0.9";
    }

    private static String joined(Iterable<?> values) {
        StringBuilder joined = new StringBuilder();
        values.forEach(value -> joined.append(joined.isEmpty() ? "" : ", ").append(value));
        return joined.toString();
    }
}
