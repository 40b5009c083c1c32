package io.sparsesplit.trainer.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A web server that answers as an edge does, but as slowly as a test wants. */
final class SlowServer implements AutoCloseable {

    static {
        // Without it every answer waits 40 ms for the acknowledgement of its header.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    final AtomicInteger requests = new AtomicInteger();
    private volatile long stallEnd = System.nanoTime();

    /** How long every answer takes. */
    volatile long delayMillis;

    /** Behind so many requests it answers nothing at all for a while. */
    volatile int stallAfter = Integer.MAX_VALUE;

    volatile long stallMillis;

    /** One of so many requests is refused. */
    volatile int refuseEvery = Integer.MAX_VALUE;

    /** Answers in pieces whose number is not said before. */
    volatile boolean chunked;

    SlowServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/infer", this::infer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void infer(HttpExchange exchange) throws IOException {
        int image = exchange.getRequestBody().readAllBytes().length;
        int number = requests.incrementAndGet();
        if (number == stallAfter) {
            stallEnd = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(stallMillis);
        }
        try {
            TimeUnit.NANOSECONDS.sleep(
                    Math.max(stallEnd - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(delayMillis)));
        } catch (InterruptedException e) {
            exchange.close();
            return;
        }
        if (number % refuseEvery == 0) {
            answer(exchange, 503, "{\"type\":\"urn:sparsesplit:problem:overloaded\",\"detail\":\"Too busy.\"}");
        } else {
            answer(exchange, 200, """
                    {"label":"7","classIndex":7,"confidence":0.9,"exit":"%s","degraded":false,"reason":"because",
                     "bytes":{"image":%d,"payload":0,"frame":0,"sent":0,"received":0},"latencyMs":{"total":0.5}}""".formatted(number % 4 == 0 ? "cloud" : "edge", image));
        }
    }

    private void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, chunked ? 0 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
