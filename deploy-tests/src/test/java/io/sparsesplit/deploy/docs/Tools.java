package io.sparsesplit.deploy.docs;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Programs of this machine. */
final class Tools {

    private static final int PATIENCE_SECONDS = 60;

    private Tools() {}

    /** Whether a command is there, and ends well in reasonable time. */
    static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
