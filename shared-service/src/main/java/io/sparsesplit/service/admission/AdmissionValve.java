package io.sparsesplit.service.admission;

import io.sparsesplit.service.problem.ErrorForm;
import io.sparsesplit.service.problem.Problem;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.http.ProblemDetail;

/**
 * Stands before everything else in the server and refuses requests there is no place for: 503, with {@code Retry-After},
 * before a byte of the body was read. It costs as little as a request can: no filter, no controller, no JSON.
 */
public final class AdmissionValve extends ValveBase {

    /** A longer body is not read to its end before the connection is closed: whoever sends it slowly must not hold a thread. */
    private static final int SWALLOWED_BYTES = 1 << 16;

    private static final int MOST_DRAINING = 4;

    private final Admission admission;
    private final List<String> paths;
    private final String retryAfter;
    private final Runnable refused;
    private final AtomicInteger draining = new AtomicInteger();
    private final Map<ErrorForm, byte[]> bodies = new EnumMap<>(ErrorForm.class);

    /**
     * A valve before some paths.
     *
     * @param paths beginnings of the paths whose POST requests are work
     * @param refused told of each refusal
     */
    public AdmissionValve(Admission admission, OverloadProperties properties, List<String> paths, Runnable refused) {
        super(true);
        this.admission = admission;
        this.paths = List.copyOf(paths);
        this.retryAfter = Long.toString(properties.retryAfter().toSeconds());
        this.refused = refused;
        ProblemDetail error =
                Problem.OVERLOADED.detail("As many requests as allowed, %d, are at work: try again in %s s."
                        .formatted(properties.maxConcurrent(), retryAfter));
        for (ErrorForm form : ErrorForm.values()) {
            bodies.put(form, form.bytes(error));
        }
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (!isWork(request)) {
            getNext().invoke(request, response);
        } else if (admission.enter()) {
            try {
                getNext().invoke(request, response);
            } finally {
                admission.leave();
            }
        } else {
            refuse(request, response);
        }
    }

    private boolean isWork(Request request) {
        // What is hardly HTTP comes along here as well, on its way to be refused, without method or path.
        String path = request.getDecodedRequestURI();
        if (path == null || !"POST".equals(request.getMethod())) {
            return false;
        }
        for (String beginning : paths) {
            if (path.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    private void refuse(Request request, Response response) throws IOException {
        refused.run();
        response.setStatus(Problem.OVERLOADED.status().value());
        response.setHeader("Retry-After", retryAfter);
        ErrorForm form = ErrorForm.at(request.getDecodedRequestURI());
        byte[] body = Objects.requireNonNull(bodies.get(form));
        response.setContentType(form.contentType());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
        if (!drained(request)) {
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
        response.finishResponse();
    }

    /**
     * Reads what is left of a body, without which a client that is still sending would see its connection reset before it sees the
     * answer. Only a few threads wait for that at a time: slow clients could else hold all that there are.
     */
    private boolean drained(Request request) throws IOException {
        long length = request.getContentLengthLong();
        if (length < 0 || length > SWALLOWED_BYTES || request.getCoyoteRequest().hasExpectation()) {
            return false;
        }
        InputStream body = request.getInputStream();
        if (body.available() >= length) {
            return true;
        }
        try {
            return draining.incrementAndGet() <= MOST_DRAINING
                    && body.readNBytes(Math.toIntExact(length)).length == length;
        } catch (IOException e) {
            return false;
        } finally {
            draining.decrementAndGet();
        }
    }
}
