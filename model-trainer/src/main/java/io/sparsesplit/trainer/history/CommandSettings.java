package io.sparsesplit.trainer.history;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the options of a recorded command. */
public final class CommandSettings {

    private CommandSettings() {}

    /**
     * Returns the options by name, without dashes, in the order of the command. An option without a value is "true".
     *
     * @param command command with options such as {@code --seed 2} or {@code --seed=2}; words before the first option are left
     *     out
     */
    public static Map<String, String> of(String command) {
        Map<String, String> settings = new LinkedHashMap<>();
        String option = "";
        for (String word : List.of(command.strip().split("\\s+"))) {
            if (word.startsWith("--")) {
                int equals = word.indexOf('=');
                option = equals < 0 ? word.substring(2) : word.substring(2, equals);
                settings.put(option, equals < 0 ? "true" : word.substring(equals + 1));
            } else if (!option.isEmpty()) {
                settings.merge(option, word, (old, next) -> old.equals("true") ? next : old + " " + next);
            }
        }
        return settings;
    }
}
