package io.sparsesplit.edge;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between edge and cloud, passes bytes on, counts them, and does harm when told to. A fault holds for requests
 * that arrive after it was set, on old connections as well as on new ones. Requests of HTTP/1.1 are expected to come in one
 * piece; in HTTP/2, each beginning of one counts.
 */
public final class FaultProxy implements Closeable {

    /** What happens to a request. */
    public enum Fault {
        NONE,
        /** Swallowed. */
        HANG,
        /** Answered by the cloud, but a byte at a time. */
        SLOW,
        /** Answered by the cloud, but later than {@value #LATE_MILLIS} ms. */
        LATE,
        /** Answered with bytes that are no HTTP. */
        GARBAGE,
        /** Answered with a status, in HTTP/1.1. */
        ERROR_500,
        /** Answered without an end, in HTTP/1.1. */
        ENDLESS,
        /** Answered by the cloud, but cut in the middle of the body. */
        TRUNCATED,
        /** Answered by the cloud, but with a bit turned. */
        DAMAGED,
        /** The connection ends, the hard way. */
        RESET,
        /** The connection ends. */
        CLOSED,
        /** The connection ends; the next request is passed on. */
        CLOSED_ONCE
    }

    private static final int LATE_MILLIS = 1000;

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong fromEdge = new AtomicLong();
    private final AtomicLong toEdge = new AtomicLong();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final int port;
    private volatile int cloudPort;
    private volatile Fault fault = Fault.NONE;
    private volatile String befallen = "";
    private volatile long delayMs;
    private volatile String lastRequest = "";
    private volatile ServerSocket server;
    private volatile Thread accepting;

    public FaultProxy(int cloudPort) throws IOException {
        this.cloudPort = cloudPort;
        this.server = listening(0);
        this.port = server.getLocalPort();
        this.accepting = accepting(server);
    }

    public int port() {
        return port;
    }

    public void set(Fault newFault) {
        set(newFault, "");
    }

    /** A fault that befalls only requests with some text in them. */
    public void set(Fault newFault, String text) {
        fault = Fault.NONE;
        befallen = text;
        fault = newFault;
    }

    /** Holds each piece of an answer back for so long. */
    void delay(long millis) {
        delayMs = millis;
    }

    /** Another cloud from now on. */
    public void passTo(int newCloudPort) {
        cloudPort = newCloudPort;
        dropConnections();
    }

    /** As if the cloud's process had ended: nothing listens, connections are closed. */
    public void refuse() throws IOException {
        server.close();
        // Until it has noticed, the socket still takes connections.
        join(accepting);
        dropConnections();
    }

    public void listenAgain() throws IOException {
        server = listening(port);
        accepting = accepting(server);
    }

    /** As a cloud does that restarts, or that closes idle connections. When this returns, no byte of them is read any more. */
    void dropConnections() {
        List<Socket> dropped = List.copyOf(sockets);
        List<Thread> serving = List.copyOf(threads);
        dropped.forEach(FaultProxy::close);
        sockets.removeAll(dropped);
        serving.forEach(FaultProxy::join);
    }

    private static void join(Thread thread) {
        try {
            thread.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    long bytesFromEdge() {
        return fromEdge.get();
    }

    long bytesToEdge() {
        return toEdge.get();
    }

    public int requests() {
        return requests.get();
    }

    int connections() {
        return connections.get();
    }

    public String lastRequest() {
        return lastRequest;
    }

    @Override
    public void close() throws IOException {
        refuse();
    }

    private static ServerSocket listening(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private Thread accepting(ServerSocket listening) {
        Thread thread = thread("proxy-accept", () -> {
            while (true) {
                Socket edge = listening.accept();
                edge.setTcpNoDelay(true);
                sockets.add(edge);
                connections.incrementAndGet();
                start("proxy", () -> serve(edge));
            }
        });
        thread.start();
        return thread;
    }

    private void serve(Socket edge) throws IOException {
        try (edge;
                Socket cloud = new Socket(InetAddress.getLoopbackAddress(), cloudPort)) {
            cloud.setTcpNoDelay(true);
            sockets.add(cloud);
            byte[] buffer = new byte[1 << 16];
            InputStream in = edge.getInputStream();
            int n = in.read(buffer);
            boolean http2 = Http2Frames.beginIn(buffer, n);
            Http2Frames frames = Http2Frames.ofClient();
            start("proxy-back", () -> answers(cloud, edge, http2));
            for (; n >= 0; n = in.read(buffer)) {
                fromEdge.addAndGet(n);
                int begun = http2 ? frames.begun(Http2Frames.HEADERS, buffer, n) : 1;
                requests.addAndGet(begun);
                if (begun > 0) {
                    lastRequest = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
                    request(Arrays.copyOf(buffer, n), edge, cloud);
                } else {
                    cloud.getOutputStream().write(buffer, 0, n);
                }
            }
        }
    }

    private Fault faultNow() {
        return lastRequest.contains(befallen) ? fault : Fault.NONE;
    }

    private void request(byte[] request, Socket edge, Socket cloud) throws IOException {
        switch (faultNow()) {
            case HANG -> {}
            case GARBAGE -> {
                answer(edge, "\u0001\u0002 this is no HTTP at all \u0003\r\n\r\n");
                // Closed with something unread, a connection is reset, and what was said may never be heard.
                edge.shutdownOutput();
                edge.getInputStream().transferTo(OutputStream.nullOutputStream());
                edge.close();
            }
            case ERROR_500 -> answer(edge, "HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\nno");
            case ENDLESS -> {
                answer(edge, "HTTP/1.1 200 OK\r\n\r\n");
                while (!edge.isClosed()) {
                    answer(edge, "0123456789".repeat(1000));
                }
            }
            case RESET -> {
                edge.setSoLinger(true, 0);
                edge.close();
            }
            case CLOSED -> edge.close();
            case CLOSED_ONCE -> {
                fault = Fault.NONE;
                edge.close();
            }
            default -> cloud.getOutputStream().write(request);
        }
    }

    private void answers(Socket cloud, Socket edge, boolean http2) throws IOException, InterruptedException {
        byte[] buffer = new byte[1 << 16];
        Http2Frames frames = Http2Frames.ofServer();
        InputStream in = cloud.getInputStream();
        OutputStream out = edge.getOutputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (delayMs > 0) {
                Thread.sleep(delayMs);
            }
            boolean body = !http2 || frames.begun(Http2Frames.DATA, buffer, n) > 0;
            Fault now = faultNow();
            switch (now == Fault.SLOW || body ? now : Fault.NONE) {
                case SLOW -> {
                    for (int i = 0; i < n; i++) {
                        write(out, buffer, i, 1);
                        Thread.sleep(20);
                    }
                }
                case LATE -> {
                    Thread.sleep(LATE_MILLIS);
                    write(out, buffer, 0, n);
                }
                case TRUNCATED -> {
                    write(out, buffer, 0, n - 10);
                    // An end, not a reset, which might overtake what was written.
                    edge.shutdownOutput();
                    return;
                }
                case DAMAGED -> {
                    buffer[n - 10] ^= 1;
                    write(out, buffer, 0, n);
                }
                default -> write(out, buffer, 0, n);
            }
        }
        edge.close();
    }

    private void answer(Socket edge, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        write(edge.getOutputStream(), bytes, 0, bytes.length);
    }

    private void write(OutputStream out, byte[] bytes, int from, int length) throws IOException {
        toEdge.addAndGet(length);
        out.write(bytes, from, length);
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void start(String name, Work work) {
        Thread thread = thread(name, work);
        threads.add(thread);
        thread.start();
    }

    /** Work ends when a socket is closed, by whichever side. */
    private Thread thread(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException expected) {
                        return;
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        threads.remove(Thread.currentThread());
                    }
                },
                name);
        thread.setDaemon(true);
        return thread;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
