package io.sparsesplit.benchmarks.service;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Posts bodies over one connection of HTTP/1.1, with as little work as can be: client and services share one machine, and what the
 * client takes is missing elsewhere.
 */
final class Upload implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final String OK = "HTTP/1.1 200";

    private final Socket socket = new Socket();
    private final InputStream in;
    private final String host;

    Upload(String address, int port) throws IOException {
        socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
        host = address + ":" + port;
    }

    /**
     * Posts a body and reads the answer.
     *
     * @throws IOException when there is none, or it is not of status 200
     */
    String post(String path, String contentType, byte[] body) throws IOException {
        byte[] head = "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(path, host, contentType, body.length)
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        socket.getOutputStream().write(request);
        String status = line();
        int length = -1;
        boolean chunked = false;
        for (String field = line(); !field.isEmpty(); field = line()) {
            String lower = field.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(
                        lower.substring("content-length:".length()).trim());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
        }
        String answer = chunked ? chunks() : text(Math.max(0, length));
        if (!status.startsWith(OK)) {
            throw new IOException(status + ": " + answer);
        }
        return answer;
    }

    private String chunks() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int size = chunk(); size > 0; size = chunk()) {
            text.append(text(size));
            line();
        }
        line();
        return text.toString();
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private String text(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the answer ended early");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
