package io.sparsesplit.edge.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Makes connections of HTTP/1.1 and HTTP/2 whose bytes are counted where they meet the socket: whatever HTTP and TLS make of them, whole
 * messages or not.
 */
final class MeteredConnector extends ClientConnector {

    /** Shorter than servers usually keep an idle connection, so that it is rarely found closed. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    private static final int THREADS = 8;

    private final Supplier<Wire> wires;

    /**
     * A connector that is not started.
     *
     * @param name prefix of its threads' names
     * @param wires called for each new connection: where its bytes are counted
     */
    MeteredConnector(String name, Duration connectTimeout, Supplier<Wire> wires) {
        this.wires = wires;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
        threads.setName(name);
        threads.setDaemon(true);
        setExecutor(threads);
        setSelectors(1);
        setConnectTimeout(connectTimeout);
        setIdleTimeout(IDLE);
    }

    @Override
    protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
        return new MeteredEndPoint((SocketChannel) channel, selector, key, getScheduler(), wires.get());
    }

    /** Returns where the bytes of a connection are counted, which may be encrypted. */
    static Wire wireOf(EndPoint endPoint) {
        EndPoint socket = endPoint;
        while (socket instanceof EndPoint.Wrapper wrapper) {
            socket = wrapper.unwrap();
        }
        return ((MeteredEndPoint) socket).wire;
    }

    private static final class MeteredEndPoint extends SocketChannelEndPoint {

        private final Wire wire;

        MeteredEndPoint(
                SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler, Wire wire) {
            super(channel, selector, key, scheduler);
            this.wire = wire;
        }

        @Override
        public int fill(ByteBuffer buffer) throws IOException {
            int filled = super.fill(buffer);
            if (filled > 0) {
                wire.received(filled);
            }
            return filled;
        }

        @Override
        public boolean flush(ByteBuffer... buffers) throws IOException {
            long before = remaining(buffers);
            boolean all = super.flush(buffers);
            wire.sent(before - remaining(buffers));
            return all;
        }

        private static long remaining(ByteBuffer... buffers) {
            long bytes = 0;
            for (ByteBuffer buffer : buffers) {
                bytes += buffer.remaining();
            }
            return bytes;
        }
    }
}
