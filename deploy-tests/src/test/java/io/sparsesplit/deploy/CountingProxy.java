package io.sparsesplit.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Passes connections on and counts their bytes; while it is shut, connections are refused. */
final class CountingProxy implements AutoCloseable {

    private final int target;
    private final int port;
    private final AtomicLong there = new AtomicLong();
    private final AtomicLong back = new AtomicLong();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket server;

    CountingProxy(int target) throws IOException {
        this.target = target;
        this.port = ServiceProcess.freePort();
    }

    int port() {
        return port;
    }

    /** Bytes from the clients. */
    long there() {
        return there.get();
    }

    /** Bytes to the clients. */
    long back() {
        return back.get();
    }

    void open() throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        server = listening;
        daemon(() -> accept(listening));
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket service = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                service.setTcpNoDelay(true);
                open.add(client);
                open.add(service);
                daemon(() -> pass(client, service, there));
                daemon(() -> pass(service, client, back));
            } catch (SocketException e) {
                // Closed, or nobody is behind it.
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void pass(Socket from, Socket to, AtomicLong count) {
        byte[] buffer = new byte[8192];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count.addAndGet(read);
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // One side is gone; so is the other now.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "counting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    void shut() throws IOException {
        if (server != null) {
            server.close();
        }
        for (Socket socket : open) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        shut();
    }
}
