package io.sparsesplit.deploy.docs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the comments before a block say of it. A reader does not see them.
 *
 * @param needs {@code <!-- runs: data -->}: left out where one is not met
 * @param stays {@code <!-- stays: TEXT -->}: goes on in a terminal of its own until the document ends; the next block follows when it
 *     has printed TEXT; null when it ends by itself
 * @param quick {@code <!-- quick: OPTIONS -->}: options that every {@code ./sparsesplit} of the block is given as well, so that it
 *     does the same with less work
 * @param varies {@code <!-- varies: a, b -->}, before an output: members of these names have other values each time
 */
record Marks(Set<Need> needs, @Nullable String stays, String quick, Set<String> varies) {

    private static final Pattern COMMENT = Pattern.compile("\\s*<!--\\s*(\\w+):\\s*(.*?)\\s*-->\\s*");

    static Marks of(List<String> comments) {
        Set<Need> needs = new HashSet<>();
        Set<String> varies = new HashSet<>();
        String stays = null;
        String quick = "";
        for (String comment : comments) {
            Matcher mark = COMMENT.matcher(comment);
            if (!mark.matches()) {
                throw unknown(comment);
            }
            switch (mark.group(1)) {
                case "runs" ->
                    names(mark.group(2)).forEach(name -> needs.add(Need.of(name).orElseThrow(() -> unknown(comment))));
                case "varies" -> varies.addAll(names(mark.group(2)));
                case "stays" -> stays = mark.group(2);
                case "quick" -> quick = mark.group(2);
                default -> throw unknown(comment);
            }
        }
        return new Marks(Set.copyOf(needs), stays, quick, Set.copyOf(varies));
    }

    /** The commands of a block as they are run. */
    String applied(String commands) {
        if (quick.isEmpty()) {
            return commands;
        }
        // Behind the last line of each command: a backslash at the end of a line goes on with it.
        List<String> lines = new ArrayList<>();
        boolean within = false;
        for (String line : commands.split("\n", -1)) {
            within |= line.startsWith("./sparsesplit ");
            boolean goesOn = line.endsWith("\\");
            lines.add(within && !goesOn ? line + " " + quick : line);
            within &= goesOn;
        }
        return String.join("\n", lines);
    }

    private static List<String> names(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).toList();
    }

    private static IllegalArgumentException unknown(String comment) {
        return new IllegalArgumentException(
                "'%s' is no mark: CONTRIBUTING.md lists those there are.".formatted(comment.strip()));
    }
}
