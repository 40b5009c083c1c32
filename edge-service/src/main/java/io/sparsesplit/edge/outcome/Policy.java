package io.sparsesplit.edge.outcome;

import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Who may answer an image. */
public enum Policy {
    /** The edge when it is sure enough, else the cloud. */
    AUTO,
    /** The edge, sure or not. */
    LOCAL_ONLY,
    /** The cloud, by its own head and tail: the image itself travels, and the edge's head does not run. */
    REMOTE_ONLY,
    /** The cloud, however sure the edge is: features travel. */
    SPLIT;

    /** Name of the policy of a request that names none. */
    public static final String DEFAULT = "auto";

    private final String key = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /**
     * Returns the policy of a name as requests have it.
     *
     * @throws ProblemException naming the policies that there are, when there is none of this name
     */
    public static Policy of(String name) {
        return Arrays.stream(values())
                .filter(policy -> policy.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        Problem.BAD_PARAMETER,
                        "policy '%s' is not supported: choose one of %s."
                                .formatted(
                                        name,
                                        Arrays.stream(values())
                                                .map(Policy::toString)
                                                .collect(Collectors.joining(", ")))));
    }

    /** Returns whether an exit that is sure enough may answer. */
    public boolean letsExitsAnswer() {
        return this == AUTO || this == LOCAL_ONLY;
    }

    /** Returns the name as requests and answers have it, for example {@code local-only}. */
    @Override
    public String toString() {
        return key;
    }
}
