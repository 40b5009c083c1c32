package io.sparsesplit.trainer.up;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A program that stands for either service, from a jar of its own. What it is to do wrong is in a file {@code misbehave} in the
 * model repository.
 */
public final class ServiceStub {

    private static final AtomicInteger SPLITS = new AtomicInteger();

    private ServiceStub() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> settings = new HashMap<>();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            settings.put(parts[0], parts[1]);
        }
        boolean edge = settings.containsKey("--sparsesplit.cloud.url");
        Path file = Path.of(settings.get("--sparsesplit.model.repository")).resolve("misbehave");
        String misbehave = Files.exists(file) ? Files.readString(file) : "";
        System.out.printf(
                "hello from the %s with %s %s%n",
                edge ? "edge" : "cloud",
                settings.get("--sparsesplit.model.name"),
                settings.get("--sparsesplit.model.version"));
        if (misbehave.equals(edge ? "edge dies" : "cloud dies")) {
            System.out.println("I cannot read my model");
            System.exit(3);
        }
        HttpServer server = HttpServer.create(
                new InetSocketAddress(
                        InetAddress.getByName(settings.get("--server.address")),
                        Integer.parseInt(settings.get("--server.port"))),
                0);
        server.createContext(
                "/actuator/info",
                e -> answer(e, 200, "{\"started-by\":\"%s\"}".formatted(settings.get("--info.started-by"))));
        server.createContext(
                "/actuator/health/readiness",
                e -> answer(e, misbehave.equals("never ready") ? 503 : 200, "{\"status\":\"?\"}"));
        server.createContext("/infer", e -> infer(e, misbehave));
        server.createContext("/die", e -> Runtime.getRuntime().halt(9));
        server.start();
    }

    private static void infer(HttpExchange exchange, String misbehave) throws IOException {
        int bytes = exchange.getRequestBody().readAllBytes().length;
        if (misbehave.equals("no answers")) {
            answer(exchange, 500, "{\"detail\":\"Out of order.\"}");
            return;
        }
        boolean split = exchange.getRequestURI().getQuery().equals("policy=split");
        boolean late = split && misbehave.equals("late cloud") && SPLITS.incrementAndGet() < 3;
        boolean degraded = split && (misbehave.equals("no cloud") || late);
        answer(exchange, 200, """
                {"label":"7","classIndex":7,"confidence":0.987,"exit":"%s","degraded":%b,"reason":"%s",
                 "bytes":{"image":%d,"codec":null,"payload":0,"frame":0,"sent":%d,"received":0},"latencyMs":{"total":1.25}}""".formatted(
                split ? "cloud" : "edge", degraded, late ? "timeout" : "unknown-model", bytes, split ? 297 : 0));
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
