package io.sparsesplit.benchmarks.service;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether images were answered with what is theirs.
 *
 * @param local what the edge says of each image
 * @param split what the cloud says of each image
 */
record Pairing(Load local, Load split) {

    private static final Pattern SAYS = Pattern.compile("\"classIndex\":(\\d+),\"confidence\":([0-9.E-]+)");

    Pairing {
        if (split.count("\"exit\":\"cloud\"") < split.size()) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "the cloud did not answer all of %d images while all was well: the machine may be too busy",
                    split.size()));
        }
    }

    /** How many answers are neither the edge's nor the cloud's for that image, whichever of them is said to have answered. */
    int wrong(Load load) {
        return (int) IntStream.range(0, load.size())
                .filter(i -> {
                    String answer = load.answer(i);
                    return answer != null
                            && !says(answer)
                                    .equals(says(
                                            answer.contains("\"exit\":\"cloud\"") ? split.answer(i) : local.answer(i)));
                })
                .count();
    }

    private static String says(@Nullable String answer) {
        Matcher matcher = SAYS.matcher(answer == null ? "" : answer);
        return matcher.find() ? matcher.group() : "nothing";
    }
}
