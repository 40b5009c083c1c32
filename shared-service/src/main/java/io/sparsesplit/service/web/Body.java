package io.sparsesplit.service.web;

import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** Reads the body of a request that nobody vouches for. */
public final class Body {

    private Body() {}

    /**
     * All bytes of a body.
     *
     * @param max a longer body is refused without being read further than that, whatever length was announced
     * @throws ProblemException when the body is empty or too long
     */
    public static byte[] read(HttpServletRequest request, int max) throws IOException {
        if (request.getContentLengthLong() > max) {
            throw tooLarge(max);
        }
        byte[] body = request.getInputStream().readNBytes(max + 1);
        if (body.length > max) {
            throw tooLarge(max);
        }
        if (body.length == 0) {
            throw new ProblemException(
                    Problem.EMPTY_BODY, "The body is empty: send one, for example with curl --data-binary @FILE.");
        }
        return body;
    }

    private static ProblemException tooLarge(int max) {
        return new ProblemException(
                Problem.TOO_LARGE, "The body has more than the %d bytes allowed: send a smaller one.".formatted(max));
    }
}
