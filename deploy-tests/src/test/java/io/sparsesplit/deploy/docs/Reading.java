package io.sparsesplit.deploy.docs;

import io.sparsesplit.deploy.docs.Terminal.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Somebody who does all that a document says, in a checkout of their own. */
final class Reading implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Terminals are in a network of their own, or in the machine's, where engines publish their ports. */
    private static final String OWN = "own";

    private static final String MACHINE = "machine";

    private final Path home;
    private final Path folder;
    private final Path link;
    private final Map<Need, Boolean> met = new EnumMap<>(Need.class);
    private final Map<String, Terminal> terminals = new HashMap<>();

    /**
     * Begins.
     *
     * @param home of the reader, empty
     * @param folder the checkout, somewhere below
     */
    Reading(Path home, Path folder) throws IOException {
        this.home = home;
        this.folder = folder;
        link = Files.createDirectories(home.resolve("cache/sparsesplit")).resolve("mnist");
        if (Need.Cache.mnist().isPresent()) {
            Files.createSymbolicLink(link, Need.Cache.mnist().get());
        }
    }

    /** Why a block cannot be done here; null when it can. */
    @Nullable
    String missing(Block block) {
        Set<Need> missing = block.marks().needs().stream()
                .filter(need -> !met.computeIfAbsent(need, Need::met))
                .collect(Collectors.toSet());
        return missing.isEmpty()
                ? null
                : "it wants " + missing.stream().map(Need::sentence).sorted().collect(Collectors.joining(", and "));
    }

    /**
     * Does what a block says.
     *
     * @throws AssertionError when a command fails, or prints something else than the document shows
     */
    void follow(Block block) throws IOException, InterruptedException {
        Terminal terminal = terminal(block);
        String commands = block.marks().applied(block.commands());
        String text = block.marks().stays();
        Result result = text == null ? terminal.run(commands, PATIENCE) : terminal.stay(commands, text, PATIENCE);
        String wrong = result.failure();
        if (wrong == null && block.output() != null) {
            wrong = block.output().difference(result.printed());
        }
        if (wrong != null) {
            throw new AssertionError("%s%n--- typed%n%s%n--- printed%n%s%n--- errors%n%s"
                    .formatted(wrong, commands, result.printed(), result.errors()));
        }
    }

    private Terminal terminal(Block block) throws IOException {
        String where = block.marks().needs().contains(Need.DOCKER) ? MACHINE : OWN;
        Terminal open = terminals.get(where);
        if (open == null) {
            Path notes = Files.createDirectories(home.resolve("notes").resolve(where));
            Network network = where.equals(MACHINE) ? Network.machine() : Network.own();
            open = new Terminal(network, folder, notes, home.resolve("cache"));
            terminals.put(where, open);
        }
        return open;
    }

    @Override
    public void close() throws IOException {
        terminals.values().forEach(Terminal::close);
        // Whoever removes the home must not find a way out of it.
        Files.deleteIfExists(link);
    }
}
