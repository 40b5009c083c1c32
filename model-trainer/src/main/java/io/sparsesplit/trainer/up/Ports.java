package io.sparsesplit.trainer.up;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say where the services listen; a picocli mixin. */
final class Ports {

    private static final int MAX = 65_535;

    @Option(
            names = "--edge-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Default: ${DEFAULT-VALUE}.")
    private int edge;

    @Option(
            names = "--cloud-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "Default: ${DEFAULT-VALUE}.")
    private int cloud;

    int edge() {
        return edge;
    }

    int cloud() {
        return cloud;
    }

    /**
     * Refuses ports that cannot be, and those that are taken.
     *
     * @throws ParameterException when they cannot be
     * @throws StartException when one is taken
     */
    void check(CommandSpec command) {
        requireRange(command, "--edge-port", edge);
        requireRange(command, "--cloud-port", cloud);
        if (edge == cloud) {
            throw new ParameterException(
                    command.commandLine(),
                    "--edge-port and --cloud-port are both %d: choose two different ports".formatted(edge));
        }
        List<String> taken = Stream.of(taken("--edge-port", edge), taken("--cloud-port", cloud))
                .flatMap(Optional::stream)
                .toList();
        if (!taken.isEmpty()) {
            throw new StartException(
                    String.join(" ", taken) + " Perhaps another 'sparsesplit up' is running: Ctrl-C stops it.");
        }
    }

    private static void requireRange(CommandSpec command, String option, int port) {
        if (port < 1 || port > MAX) {
            throw new ParameterException(
                    command.commandLine(), "%s must be 1 to %d, not %d".formatted(option, MAX, port));
        }
    }

    /** Says that a port is taken, if it is. */
    private static Optional<String> taken(String option, int port) {
        try {
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
            return Optional.empty();
        } catch (BindException e) {
            boolean inUse = String.valueOf(e.getMessage()).contains("in use");
            return Optional.of("Port %d %s: choose another with %s."
                    .formatted(port, inUse ? "is taken" : "cannot be used (" + e.getMessage() + ")", option));
        } catch (IOException e) {
            throw new StartException("Port %d cannot be tried: %s".formatted(port, e), e);
        }
    }
}
