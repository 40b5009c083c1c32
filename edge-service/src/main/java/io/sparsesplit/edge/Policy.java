package io.sparsesplit.edge;

import io.sparsesplit.service.Problem;
import io.sparsesplit.service.ProblemException;
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

    public static final String DEFAULT = "auto";

    private final String key = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The policy of a name as requests have it; a problem naming those there are when there is none. */
    static Policy of(String name) {
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

    /** Whether an exit that is sure enough may answer. */
    boolean letsExitsAnswer() {
        return this == AUTO || this == LOCAL_ONLY;
    }

    @Override
    public String toString() {
        return key;
    }
}
