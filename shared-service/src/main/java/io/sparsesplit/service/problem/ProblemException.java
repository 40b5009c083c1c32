package io.sparsesplit.service.problem;

import java.util.Map;

/** Ends a request with a {@link Problem}. The message is what the client reads, and says what to do. */
public class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Problem problem;
    private final transient Map<String, Object> properties;

    public ProblemException(Problem problem, String message) {
        this(problem, message, Map.of());
    }

    /**
     * With further members of the answer.
     *
     * @param properties by name, anything that becomes JSON
     */
    public ProblemException(Problem problem, String message, Map<String, Object> properties) {
        // No stack trace: it is an answer, not a fault of this program.
        super(message, null, false, false);
        this.problem = problem;
        this.properties = Map.copyOf(properties);
    }

    public Problem problem() {
        return problem;
    }

    /** Returns the members of the problem detail beside those of RFC 9457. */
    public Map<String, Object> properties() {
        return properties;
    }
}
