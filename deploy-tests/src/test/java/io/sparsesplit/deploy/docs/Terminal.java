package io.sparsesplit.deploy.docs;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A shell into which one block after the other is typed, as a reader does: variables, the folder and what runs in the background
 * stay. All that it started ends with it.
 */
final class Terminal implements AutoCloseable {

    private static final Duration END_PATIENCE = Duration.ofMinutes(2);
    private static final long POLL_MILLIS = 50;

    private final Process shell;
    private final BufferedWriter keyboard;
    private final BlockingQueue<String> screen = new LinkedBlockingQueue<>();
    private final Path notes;
    private int blocks;

    /**
     * What a block did.
     *
     * @param failure null when all its commands ended well
     */
    record Result(String printed, String errors, @Nullable String failure) {}

    /**
     * Opens one.
     *
     * @param folder to be in
     * @param notes for its own files
     * @param cache in place of the user's
     */
    Terminal(Network network, Path folder, Path notes, Path cache) throws IOException {
        this.notes = notes;
        ProcessBuilder builder = new ProcessBuilder(network.command("bash", "--noprofile", "--norc"))
                .directory(folder.toFile())
                .redirectError(notes.resolve("terminal.log").toFile());
        builder.environment().put("XDG_CACHE_HOME", cache.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment()
                .put("PATH", Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"));
        shell = builder.start();
        keyboard = shell.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "terminal");
        reader.setDaemon(true);
        reader.start();
        // Also when these tests are killed: then the shell reads its end.
        type("trap 'kill $(jobs -p) 2> /dev/null' EXIT");
    }

    private void read() {
        try (BufferedReader output = shell.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(screen::add);
        } catch (UncheckedIOException | IOException e) {
            screen.add("1");
        }
    }

    /** Types a block and waits until it has ended. */
    Result run(String commands, Duration patience) throws IOException, InterruptedException {
        Path script = script("trap 'failed=$?' ERR\n" + commands);
        type("failed=0; set -E -o pipefail; . %1$s > %1$s.out 2> %1$s.err < /dev/null; trap - ERR; echo $failed"
                .formatted(script));
        String status = screen.poll(patience.toSeconds(), TimeUnit.SECONDS);
        String failure = status == null
                ? "it did not end within %d s".formatted(patience.toSeconds())
                : status.equals("0") ? null : "a command ended with " + status;
        return new Result(text(script, ".out"), text(script, ".err"), failure);
    }

    /** Types a block that goes on, and waits until it has printed a text. */
    Result stay(String commands, String text, Duration patience) throws IOException, InterruptedException {
        Path script = script(commands);
        type("( . %1$s ) > %1$s.out 2> %1$s.err < /dev/null &".formatted(script));
        long end = System.nanoTime() + patience.toNanos();
        while (!text(script, ".out").contains(text)) {
            if (System.nanoTime() > end) {
                return new Result(
                        text(script, ".out"),
                        text(script, ".err"),
                        "it did not print '%s' within %d s".formatted(text, patience.toSeconds()));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return new Result(text(script, ".out"), text(script, ".err"), null);
    }

    private Path script(String commands) throws IOException {
        blocks++;
        return Files.writeString(notes.resolve("block-%d.sh".formatted(blocks)), commands + "\n");
    }

    private void type(String line) throws IOException {
        keyboard.write(line + "\n");
        keyboard.flush();
    }

    private static String text(Path script, String end) throws IOException {
        Path file = Path.of(script + end);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    @Override
    public void close() {
        List<ProcessHandle> running = shell.descendants().toList();
        running.forEach(ProcessHandle::destroy);
        shell.destroy();
        CompletableFuture.allOf(running.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, END_PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        running.forEach(ProcessHandle::destroyForcibly);
    }
}
