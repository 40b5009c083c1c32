package io.sparsesplit.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A request that is at work as long as a test wants: the last byte of its image does not come before. */
final class SlowUpload implements AutoCloseable {

    private static final byte[] IMAGE = Pictures.png(1);

    private final Socket socket;

    SlowUpload(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(
                            "POST /infer?policy=local-only HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: image/png\r\nContent-Length: %d\r\n\r\n"
                                    .formatted(IMAGE.length)
                                    .getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(IMAGE, 0, IMAGE.length - 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the last byte, and gives the answer. */
    String finish() {
        try {
            socket.getOutputStream().write(Arrays.copyOfRange(IMAGE, IMAGE.length - 1, IMAGE.length));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
