package io.sparsesplit.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A connection with one request under way, or none. Made again when the server has closed it. */
final class Connection {

    /** More than any answer has. */
    private static final int MAX_ANSWER_BYTES = 1 << 16;

    private static final int UNKNOWN = -1;

    private final InetSocketAddress server;
    private final Selector selector;
    private final ByteBuffer answer = ByteBuffer.allocate(MAX_ANSWER_BYTES);
    private @Nullable SocketChannel channel;
    private @Nullable ByteBuffer request;
    private long due;

    Connection(InetSocketAddress server, Selector selector) {
        this.server = server;
        this.selector = selector;
    }

    /** When the request under way should have been sent. */
    long due() {
        return due;
    }

    /**
     * Sends a request, connecting first where needed.
     *
     * @param shared all of it; only its own position is used
     * @param dueNanos when it should have been sent
     */
    void send(ByteBuffer shared, long dueNanos) throws IOException {
        due = dueNanos;
        request = shared.duplicate();
        answer.clear();
        SocketChannel open = channel;
        if (open == null) {
            open = SocketChannel.open();
            channel = open;
            open.configureBlocking(false);
            open.setOption(StandardSocketOptions.TCP_NODELAY, true);
            boolean connected = open.connect(server);
            open.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
            if (!connected) {
                return;
            }
        }
        write(open);
    }

    /**
     * Goes on.
     *
     * @return the status of the answer once all of it is there; 0 before; -1 when the connection ended without one
     */
    int proceed(SelectionKey key) {
        SocketChannel open = channel;
        if (open == null) {
            return 0;
        }
        try {
            if (key.isConnectable()) {
                open.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                write(open);
                return 0;
            }
            if (key.isWritable()) {
                write(open);
            }
            return read(open);
        } catch (IOException e) {
            return lost();
        }
    }

    /** Ends it, whatever is under way. */
    void close() {
        lost();
    }

    private void write(SocketChannel open) throws IOException {
        ByteBuffer rest = request;
        if (rest != null) {
            open.write(rest);
            SelectionKey key = open.keyFor(selector);
            key.interestOps(rest.hasRemaining() ? SelectionKey.OP_WRITE | SelectionKey.OP_READ : SelectionKey.OP_READ);
        }
    }

    private int read(SocketChannel open) throws IOException {
        int n = open.read(answer);
        if (n < 0) {
            return lost();
        }
        String text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
        int head = text.indexOf("\r\n\r\n");
        if (head < 0) {
            return 0;
        }
        String headers = text.substring(0, head).toLowerCase(Locale.ROOT);
        int length = length(headers);
        boolean complete = length == UNKNOWN ? text.endsWith("0\r\n\r\n") : text.length() >= head + 4 + length;
        if (!complete) {
            return 0;
        }
        if (headers.contains("connection: close")) {
            lost();
        }
        request = null;
        return Integer.parseInt(headers.substring(9, 12));
    }

    private static int length(String headers) {
        int name = headers.indexOf("content-length:");
        if (name < 0) {
            return UNKNOWN;
        }
        int end = headers.indexOf('\r', name);
        return Integer.parseInt(
                headers.substring(name + 15, end < 0 ? headers.length() : end).strip());
    }

    private int lost() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // It is gone either way.
            }
            channel = null;
        }
        request = null;
        return -1;
    }
}
