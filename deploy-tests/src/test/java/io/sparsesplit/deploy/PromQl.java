package io.sparsesplit.deploy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The little of PromQL that tells which series an expression reads and over which ranges. */
record PromQl(String expression) {

    private static final Pattern RANGE = Pattern.compile("\\[([^]]*)]");
    private static final Pattern SELECTOR = Pattern.compile("\\{([^}]*)}");
    private static final Pattern LABELS =
            Pattern.compile("\\{[^}]*}|\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern NAME = Pattern.compile("\\b[a-zA-Z_:][\\w:]*+(?!\\s*\\()");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool");

    Set<String> metrics() {
        String bare = LABELS.matcher(RANGE.matcher(expression).replaceAll("")).replaceAll("");
        Set<String> names = new TreeSet<>();
        NAME.matcher(bare).results().map(MatchResult::group).forEach(names::add);
        names.removeAll(OPERATORS);
        return names;
    }

    /** What stands between braces. */
    List<String> selectors() {
        return SELECTOR.matcher(expression)
                .results()
                .map(selector -> selector.group(1))
                .toList();
    }

    List<String> ranges() {
        return RANGE.matcher(expression).results().map(range -> range.group(1)).toList();
    }
}
