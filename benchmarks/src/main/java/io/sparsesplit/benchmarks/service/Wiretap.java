package io.sparsesplit.benchmarks.service;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Passes bytes on between edge and cloud, counts them by itself, and does harm when told to. Knows nothing of frames or features. */
final class Wiretap implements Closeable {

    /** What happens on connections; old ones as well as new ones. */
    enum Harm {
        NONE,
        /** Requests get no answer. */
        HANG,
        /** Answers come 2 s late. */
        SLOW,
        /** Requests are answered with bytes that are no HTTP. */
        GARBAGE,
        /** Answers are cut, and the connection closed. */
        TRUNCATE,
        /** Requests of HTTP/1.1 are answered with status 500. */
        ERROR_500,
        /** Connections end the hard way, at the first byte. */
        RESET
    }

    private static final int SLOW_MILLIS = 2000;
    private static final int CUT_BYTES = 10;
    private static final long REBIND_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<Socket> backlog = new ArrayList<>();
    private final AtomicLong up = new AtomicLong();
    private final AtomicLong down = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private final int port;
    private volatile int cloudPort;
    private volatile Harm harm = Harm.NONE;
    private volatile ServerSocket server;

    Wiretap(int cloudPort) throws IOException {
        this.cloudPort = cloudPort;
        this.server = listening(0, 128);
        this.port = server.getLocalPort();
        accept(server);
    }

    int port() {
        return port;
    }

    /** Bytes from the edge so far. */
    long up() {
        return up.get();
    }

    /** Bytes to the edge so far. */
    long down() {
        return down.get();
    }

    long connections() {
        return connections.get();
    }

    void harm(Harm next) {
        harm = next;
    }

    /** Another cloud from now on. */
    void passTo(int port) throws IOException {
        cloudPort = port;
        dropConnections();
    }

    /** Nothing listens. */
    void refuse() throws IOException {
        server.close();
        dropConnections();
    }

    /** Packets go nowhere: those of connections there are, and those that would make new ones. */
    void blackHole() throws IOException {
        harm = Harm.HANG;
        server.close();
        // A queue of connections that nobody accepts: once full, the kernel drops what asks for another.
        server = listening(port, 1);
        for (int i = 0; i < 4; i++) {
            Socket filler = new Socket();
            backlog.add(filler);
            try {
                filler.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            } catch (IOException full) {
                break;
            }
        }
    }

    /** All is well again; connections that were harmed are closed. */
    void heal() throws IOException {
        harm = Harm.NONE;
        server.close();
        for (Socket filler : backlog) {
            filler.close();
        }
        backlog.clear();
        dropConnections();
        server = listening(port, 128);
        accept(server);
    }

    private void dropConnections() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    /** A port is free again only when the thread that accepted on it has gone, too. */
    private static ServerSocket listening(int port, int backlog) throws IOException {
        long end = System.nanoTime() + REBIND_NANOS;
        while (true) {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            try {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), backlog);
                return socket;
            } catch (BindException e) {
                socket.close();
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    private void accept(ServerSocket listening) {
        start(() -> {
            while (true) {
                Socket edge = listening.accept();
                edge.setTcpNoDelay(true);
                sockets.add(edge);
                connections.incrementAndGet();
                start(() -> requests(edge));
            }
        });
    }

    private void requests(Socket edge) throws IOException, InterruptedException {
        try (edge;
                Socket cloud = new Socket(InetAddress.getLoopbackAddress(), cloudPort)) {
            cloud.setTcpNoDelay(true);
            sockets.add(cloud);
            start(() -> answers(cloud, edge));
            byte[] buffer = new byte[1 << 16];
            InputStream in = edge.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                up.addAndGet(n);
                switch (harm) {
                    case HANG -> {}
                    case GARBAGE -> {
                        answer(edge, "\u0001\u0002 this is no HTTP at all \u0003\r\n\r\n");
                        return;
                    }
                    case ERROR_500 -> answer(edge, "HTTP/1.1 500 \r\nContent-Length: 0\r\n\r\n");
                    case RESET -> {
                        edge.setSoLinger(true, 0);
                        return;
                    }
                    default -> cloud.getOutputStream().write(buffer, 0, n);
                }
            }
        } finally {
            sockets.remove(edge);
        }
    }

    private void answers(Socket cloud, Socket edge) throws IOException, InterruptedException {
        try (cloud;
                edge) {
            byte[] buffer = new byte[1 << 16];
            InputStream in = cloud.getInputStream();
            OutputStream out = edge.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (harm == Harm.SLOW) {
                    TimeUnit.MILLISECONDS.sleep(SLOW_MILLIS);
                }
                boolean cut = harm == Harm.TRUNCATE && n > CUT_BYTES;
                int passed = cut ? n - CUT_BYTES : n;
                down.addAndGet(passed);
                out.write(buffer, 0, passed);
                if (cut) {
                    return;
                }
            }
        } finally {
            sockets.remove(cloud);
        }
    }

    private void answer(Socket edge, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        edge.getOutputStream().write(bytes);
        down.addAndGet(bytes.length);
    }

    @Override
    public void close() throws IOException {
        refuse();
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Work ends when a socket is closed, by whichever side. */
    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException expected) {
                        return;
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "wiretap");
        thread.setDaemon(true);
        thread.start();
    }
}
