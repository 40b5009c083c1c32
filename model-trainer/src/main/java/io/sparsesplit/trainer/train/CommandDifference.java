package io.sparsesplit.trainer.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An option that two descriptions of trainings do not have alike. A description is a command line of long options, then
 * {@code " on Split["} and how the images were divided.
 *
 * @param option its name, for example {@code --seed}
 * @param then its value in the first; null when it is not there
 * @param now its value in the second; null when it is not there
 */
record CommandDifference(
        String option, @Nullable String then, @Nullable String now) {

    private static final String IMAGES = " on Split[";

    /** Returns the options in which two descriptions differ, in their order; none when only the images do. */
    static List<CommandDifference> between(String then, String now) {
        Map<String, String> before = options(then);
        Map<String, String> after = options(now);
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        List<CommandDifference> differences = new ArrayList<>();
        for (String name : names) {
            String old = before.get(name);
            String current = after.get(name);
            if (old == null || !old.equals(current)) {
                differences.add(new CommandDifference(name, old, current));
            }
        }
        return differences;
    }

    @Override
    public String toString() {
        return "%s was %s and is %s now".formatted(option, said(then), said(now));
    }

    private static String said(@Nullable String value) {
        return value == null ? "not given" : value.isEmpty() ? "given" : value;
    }

    /** Returns the values of the options by name; empty for a switch. */
    private static Map<String, String> options(String description) {
        int images = description.lastIndexOf(IMAGES);
        String command = images < 0 ? description : description.substring(0, images);
        Map<String, String> options = new LinkedHashMap<>();
        String[] parts = command.split(" (?=--)", -1);
        for (int i = 1; i < parts.length; i++) {
            String[] option = parts[i].split(" ", 2);
            options.put(option[0], option.length == 1 ? "" : option[1].strip());
        }
        return options;
    }
}
