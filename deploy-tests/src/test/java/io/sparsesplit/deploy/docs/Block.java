package io.sparsesplit.deploy.docs;

import org.jspecify.annotations.Nullable;

/**
 * Commands of a document.
 *
 * @param line where they begin, from 1
 * @param commands for a shell
 * @param marks what they need
 * @param output what they are to print; null when the document does not say
 */
record Block(
        int line, String commands, Marks marks, @Nullable Output output) {

    /** The first command, to be recognized by. */
    String title() {
        String first =
                commands.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        return first.length() > 90 ? first.substring(0, 87) + "..." : first;
    }
}
