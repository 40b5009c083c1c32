package io.sparsesplit.deploy.docs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where commands find the ports that documents name. On Linux each document has a loopback of its own, where they are always
 * free; elsewhere it is the machine's, where they must be.
 */
record Network(List<String> prefix) {

    private static final int[] PORTS = {8080, 8081};

    /** One that other programs cannot reach, or the machine's when there can be none. */
    static Network own() {
        for (List<String> unshare :
                List.of(List.of("unshare", "--net"), List.of("unshare", "--net", "--map-root-user"))) {
            List<String> command = new ArrayList<>(unshare);
            command.addAll(List.of("sh", "-c", "ip link set lo up"));
            if (Tools.succeeds(command.toArray(String[]::new))) {
                command.set(command.size() - 1, "ip link set lo up && exec \"$@\"");
                command.add("sh");
                return new Network(List.copyOf(command));
            }
        }
        return new Network(List.of());
    }

    /** The one in which engines publish their ports. */
    static Network machine() {
        return new Network(List.of());
    }

    List<String> command(String... shell) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(shell));
        return command;
    }

    /** A port that documents need, and that another program has. */
    Optional<Integer> takenPort() {
        if (prefix.isEmpty()) {
            for (int port : PORTS) {
                try (ServerSocket socket = new ServerSocket()) {
                    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                } catch (IOException e) {
                    return Optional.of(port);
                }
            }
        }
        return Optional.empty();
    }
}
