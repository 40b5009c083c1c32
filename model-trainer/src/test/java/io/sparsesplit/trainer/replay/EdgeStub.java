package io.sparsesplit.trainer.replay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.imageio.ImageIO;

/**
 * A web server that answers and counts as an edge does. The class of an image is the brightness of its first pixel; from class
 * 5 on the cloud is asked.
 */
final class EdgeStub implements AutoCloseable {

    static {
        // Without it every answer waits 40 ms for the acknowledgement of its header.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    static final int PAYLOAD = 21;
    static final int FRAME = 28;
    static final int SENT = 200;
    static final int RECEIVED = 100;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
    private final AtomicLong imageBytes = new AtomicLong();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger images = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    final AtomicInteger mostUnderWay = new AtomicInteger();

    /** Answers given to nobody that asked. */
    volatile int invented;

    /** Bytes that each frame is counted too long. */
    volatile int miscounted;

    volatile String lastQuery = "";
    volatile boolean cloudDown;
    volatile boolean metrics = true;
    volatile int refusedClass = -1;

    /** After so many images it hangs up instead of answering. */
    volatile int dieAfter = Integer.MAX_VALUE;

    EdgeStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/infer", this::infer);
        server.createContext("/actuator/inference", this::totals);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void infer(HttpExchange exchange) throws IOException {
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        byte[] png = exchange.getRequestBody().readAllBytes();
        // Before the answer: behind it, the next image may be on its way already.
        underWay.decrementAndGet();
        if (images.incrementAndGet() > dieAfter) {
            exchange.close();
            return;
        }
        lastQuery = exchange.getRequestURI().getQuery();
        int image = firstPixel(png);
        if (image == refusedClass) {
            refused.incrementAndGet();
            answer(exchange, 503, "{\"status\":503,\"detail\":\"Too busy, try again.\"}");
            return;
        }
        boolean local = image < 5 || exchange.getRequestURI().getQuery().equals("policy=local-only");
        String exit = local ? "edge" : cloudDown ? "edge-fallback" : "cloud";
        boolean cloud = exit.equals("cloud");
        answers.computeIfAbsent(exit, name -> new AtomicInteger()).incrementAndGet();
        imageBytes.addAndGet(png.length);
        answer(exchange, 200, """
                {"label":"%d","classIndex":%d,"confidence":0.9,"exit":"%s","degraded":%b,"reason":"because","new":1,"latencyMs":{"total":0.5},
                 "bytes":{"image":%d,"codec":null,"payload":%d,"frame":%d,"sent":%d,"received":%d}}""".formatted(
                        image,
                        image,
                        exit,
                        exit.equals("edge-fallback"),
                        png.length,
                        cloud ? PAYLOAD : 0,
                        cloud ? FRAME : 0,
                        cloud ? SENT : 0,
                        cloud ? RECEIVED : 0));
    }

    private void totals(HttpExchange exchange) throws IOException {
        if (!metrics) {
            answer(exchange, 404, "");
            return;
        }
        int cloud = count("cloud");
        int all = count("edge") + cloud + count("edge-fallback");
        answer(exchange, 200, """
                {"requests":%d,"answers":{"edge":%d,"cloud":%d,"edge-fallback":%d},"errors":{"503":%d},"breaker":"CLOSED",
                 "bytes":{"image":%d,"payload":%d,"frame":%d,"sent":%d,"received":%d,"saved":0}}""".formatted(
                        all + refused.get() + invented,
                        count("edge") + invented,
                        cloud,
                        count("edge-fallback"),
                        refused.get(),
                        imageBytes.get(),
                        cloud * PAYLOAD,
                        cloud * (FRAME + miscounted),
                        cloud * SENT,
                        cloud * RECEIVED));
    }

    private int count(String exit) {
        return answers.computeIfAbsent(exit, name -> new AtomicInteger()).get();
    }

    private static int firstPixel(byte[] png) {
        try {
            return ImageIO.read(new ByteArrayInputStream(png)).getRaster().getSample(0, 0, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
