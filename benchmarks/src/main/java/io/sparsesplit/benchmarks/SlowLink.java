package io.sparsesplit.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A link to another port of this machine on which every piece of data takes a while, there as well as back. It passes on one
 * request at a time per connection, as HTTP/1.1 sends them.
 */
public final class SlowLink {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int BACKLOG = 100;

    private final int to;
    private final long delayMs;

    private SlowLink(int to, long delayMs) {
        this.to = to;
        this.delayMs = delayMs;
    }

    /**
     * Runs until it is killed.
     *
     * @param args port to listen at, port to pass on to, milliseconds that each direction takes
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            throw new IllegalArgumentException("write the port to listen at, the port to pass on to, and milliseconds");
        }
        new SlowLink(Integer.parseInt(args[1]), Long.parseLong(args[2])).listen(Integer.parseInt(args[0]));
    }

    private void listen(int port) throws IOException {
        try (ServerSocket server = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress())) {
            while (true) {
                Socket near = server.accept();
                Socket far = new Socket();
                try {
                    far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to));
                    near.setTcpNoDelay(true);
                    far.setTcpNoDelay(true);
                    pass(near, far);
                    pass(far, near);
                } catch (IOException e) {
                    near.close();
                    far.close();
                }
            }
        }
    }

    private void pass(Socket from, Socket onward) {
        Thread thread = new Thread(() -> {
            try (from;
                    onward) {
                InputStream in = from.getInputStream();
                OutputStream out = onward.getOutputStream();
                byte[] buffer = new byte[BUFFER_BYTES];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    Thread.sleep(delayMs);
                    out.write(buffer, 0, n);
                }
            } catch (IOException closed) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
