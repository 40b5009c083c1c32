package io.sparsesplit.edge;

import io.sparsesplit.model.network.Head;
import io.sparsesplit.service.Problem;
import io.sparsesplit.service.ProblemException;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Who may answer an image. */
public enum Policy {
    /** The edge when it is sure enough, else the cloud. */
    AUTO,
    /** The edge, sure or not. */
    LOCAL_ONLY,
    /** The cloud, however sure the edge is. */
    SPLIT;

    public static final String DEFAULT = "auto";

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

    /** What the exits are held against, in place of their own thresholds, if anything. */
    OptionalDouble threshold(OptionalDouble minConfidence) {
        return this == SPLIT ? OptionalDouble.of(Head.NEVER) : minConfidence;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
