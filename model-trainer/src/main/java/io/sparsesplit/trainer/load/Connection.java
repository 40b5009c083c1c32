package io.sparsesplit.trainer.load;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connection with one request under way, or none. It is made when first needed, and again when the server has closed it. Moments
 * are those of {@link System#nanoTime}.
 */
final class Connection {

    private final InetSocketAddress server;
    private final Selector selector;
    private final AnswerBuffer answer = new AnswerBuffer();
    private @Nullable SocketChannel channel;
    private @Nullable ByteBuffer request;
    private boolean mayRepeat;
    private long due;
    private long begun;
    private long freeSince = System.nanoTime();
    private long bytesSent;
    private long bytesReceived;

    Connection(InetSocketAddress server, Selector selector) {
        this.server = server;
        this.selector = selector;
    }

    boolean isBusy() {
        return request != null;
    }

    /** When the request under way should have been sent. */
    long due() {
        return due;
    }

    /** When it was. */
    long begun() {
        return begun;
    }

    /** When the last request ended. */
    long freeSince() {
        return freeSince;
    }

    /** Of all requests so far, headers included. */
    long bytesSent() {
        return bytesSent;
    }

    /** Of all answers so far, headers included. */
    long bytesReceived() {
        return bytesReceived;
    }

    /**
     * Sends a request, connecting first where needed.
     *
     * @param shared all of it; only its own position is used
     * @param dueNanos when it should have been sent
     * @return how it ended, if it did so at once
     */
    @Nullable
    Ending send(ByteBuffer shared, long dueNanos) {
        due = dueNanos;
        begun = System.nanoTime();
        request = shared.duplicate();
        answer.clear();
        mayRepeat = channel != null;
        try {
            begin();
            return null;
        } catch (IOException e) {
            return broken(e);
        }
    }

    /**
     * Goes on.
     *
     * @return how the request ended; null when it did not yet, or there is none
     */
    @Nullable
    Ending proceed(SelectionKey key) {
        SocketChannel open = channel;
        if (open == null) {
            return null;
        }
        try {
            if (key.isConnectable()) {
                open.finishConnect();
                write(open);
                return null;
            }
            if (key.isWritable()) {
                write(open);
            }
            return read(open);
        } catch (IOException e) {
            return broken(e);
        } catch (IllegalArgumentException e) {
            return failed(Ending.NO_HTTP);
        }
    }

    /** Gives the request under way up. */
    Ending giveUp() {
        return failed(Ending.TIMED_OUT);
    }

    /** Ends it, whatever is under way. */
    void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // It is gone either way.
            }
            channel = null;
        }
    }

    private void begin() throws IOException {
        SocketChannel open = channel;
        if (open != null) {
            write(open);
            return;
        }
        open = SocketChannel.open();
        channel = open;
        open.configureBlocking(false);
        open.setOption(StandardSocketOptions.TCP_NODELAY, true);
        boolean connected = open.connect(server);
        open.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
        if (connected) {
            write(open);
        }
    }

    private void write(SocketChannel open) throws IOException {
        ByteBuffer rest = request;
        if (rest != null) {
            bytesSent += open.write(rest);
            open.keyFor(selector)
                    .interestOps(
                            rest.hasRemaining() ? SelectionKey.OP_WRITE | SelectionKey.OP_READ : SelectionKey.OP_READ);
        }
    }

    private @Nullable Ending read(SocketChannel open) throws IOException {
        if (request == null) {
            // The server closes a connection that it finds idle; nothing else may come here.
            close();
            return null;
        }
        int count = open.read(answer.space());
        if (count < 0) {
            return answer.ended() ? answered(true) : broken(new IOException("closed"));
        }
        bytesReceived += count;
        return answer.filled(count) ? answered(answer.closes()) : null;
    }

    private Ending answered(boolean closes) {
        if (closes) {
            close();
        }
        end();
        return Ending.of(answer.status(), answer.body());
    }

    /** A connection that the server closed while the request was on its way to it says nothing about the request. */
    private @Nullable Ending broken(IOException e) {
        close();
        ByteBuffer again = request;
        if (mayRepeat && answer.isEmpty() && again != null) {
            mayRepeat = false;
            again.rewind();
            try {
                begin();
                return null;
            } catch (IOException second) {
                return failed(kind(second));
            }
        }
        return failed(kind(e));
    }

    private static Ending kind(IOException e) {
        return e instanceof ConnectException ? Ending.REFUSED : Ending.LOST;
    }

    private Ending failed(Ending ending) {
        close();
        end();
        return ending;
    }

    private void end() {
        request = null;
        freeSince = System.nanoTime();
    }
}
