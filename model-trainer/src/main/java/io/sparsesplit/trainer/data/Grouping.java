package io.sparsesplit.trainer.data;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Names the group of an image by the path of its file: images of one piece, or of one minute, that must stay in one part. With a
 * parenthesis the text is a regular expression that is looked for in the path; its groups, joined by {@code /}, are the name.
 * Otherwise it stands for the end of the path, in which <code>{}</code> is the name, {@code *} any characters and {@code ?} one
 * character, none of them {@code /}.
 */
final class Grouping {

    private static final String NAME = "{}";

    private final String text;
    private final Pattern pattern;

    private Grouping(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /**
     * Returns the grouping of a text.
     *
     * @throws IllegalArgumentException when it names no group, or is no regular expression
     */
    static Grouping of(String text) {
        boolean regular = text.contains("(");
        if (!regular && !text.contains(NAME)) {
            throw new IllegalArgumentException(
                    ("'%s' names no group: put parentheses around what does, as in 'piece(\\d+)', or write"
                                    + " {} in its place, as in '*/{}-*.jpg'")
                            .formatted(text));
        }
        Pattern pattern;
        try {
            pattern = regular ? Pattern.compile(text) : simple(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'%s' is no regular expression: %s".formatted(text, e.getDescription()), e);
        }
        if (pattern.matcher("").groupCount() == 0) {
            throw new IllegalArgumentException(
                    "'%s' has no capturing group: put parentheses around what names the group, as in 'piece(\\d+)'"
                            .formatted(text));
        }
        return new Grouping(text, pattern);
    }

    /** Reads a grouping from the command line. */
    static final class Converter implements ITypeConverter<Grouping> {

        @Override
        public Grouping convert(String text) {
            try {
                return of(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /**
     * Returns the name of the group of a file; null when it has none.
     *
     * @param path of the file within the data set, with {@code /} between names
     */
    @Nullable
    String group(String path) {
        Matcher matcher = pattern.matcher(path);
        if (!matcher.find()) {
            return null;
        }
        return IntStream.rangeClosed(1, matcher.groupCount())
                .mapToObj(group -> String.valueOf(matcher.group(group)))
                .collect(Collectors.joining("/"));
    }

    /** The text as it was given. */
    @Override
    public String toString() {
        return text;
    }

    private static Pattern simple(String text) {
        StringBuilder expression = new StringBuilder("(?:^|/)");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (text.startsWith(NAME, i)) {
                expression.append("([^/]+?)");
                i++;
            } else if (c == '*') {
                expression.append("[^/]*");
            } else if (c == '?') {
                expression.append("[^/]");
            } else {
                expression.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(expression + "$");
    }
}
