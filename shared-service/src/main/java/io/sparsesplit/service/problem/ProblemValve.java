package io.sparsesplit.service.problem;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/**
 * Answers requests so malformed that they never reach the application; Tomcat's own valve would send HTML. The server finishes the
 * answer when all valves have ended.
 */
public class ProblemValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        Problem problem = Problem.of(HttpStatusCode.valueOf(response.getStatus()));
        ProblemDetail error = problem.detail(problem.title() + ": check its path, parameters and headers.");
        error.setStatus(response.getStatus());
        ErrorForm form = ErrorForm.at(request.getRequestURI());
        byte[] body = form.bytes(error);
        try {
            response.setContentType(form.contentType());
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        } catch (IOException e) {
            containerLog().debug("The client went away before it had the answer", e);
        }
    }

    private org.apache.juli.logging.Log containerLog() {
        return container.getLogger();
    }
}
