package io.sparsesplit.edge.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A page in a real browser, without a window, as the machine has it: over the DevTools protocol, which needs no driver and no
 * library. Mouse and keys are those of the browser's input, not events made by scripts.
 */
public final class Chromium implements AutoCloseable {

    private static final String LISTENING = "DevTools listening on ";
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final long PATIENCE_SECONDS = 90;
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, Integer> KEY_CODES =
            Map.of("Tab", 9, "Enter", 13, " ", 32, "End", 35, "Home", 36, "ArrowLeft", 37, "ArrowRight", 39);

    private final Path profile;
    private final Process process;
    private final WebSocket socket;
    private final String session;
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();

    /** Starts it, with an empty profile and an empty page. */
    public Chromium(Path program) throws IOException {
        profile = Files.createTempDirectory("chromium");
        process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address()), new Messages())
                .join();
        String target = send(null, "Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asString();
        session = send(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asString();
        for (String domain : List.of("Page", "Runtime", "Log", "DOM")) {
            call(domain + ".enable", Map.of());
        }
    }

    /** The browser of this machine; empty when it has none. */
    public static Optional<Path> find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private String address() throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(LISTENING)) {
                Thread rest = new Thread(() -> output.lines().forEach(ignored -> {}), "chromium-output");
                rest.setDaemon(true);
                rest.start();
                return line.substring(LISTENING.length());
            }
        }
        throw new IOException("The browser ended before it listened");
    }

    public void open(String url) {
        call("Page.navigate", Map.of("url", url));
    }

    /** The value of an expression, of what it promises if it is a promise. */
    public JsonNode eval(String expression) {
        JsonNode result =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    public String text(String selector) {
        return eval("document.querySelector('%s')?.innerText ?? ''".formatted(selector))
                .asString();
    }

    /** Presses the mouse in the middle of an element. */
    public void click(String selector) {
        JsonNode at = middle(selector);
        drag(List.of(new double[] {at.get(0).asDouble(), at.get(1).asDouble()}));
    }

    private JsonNode middle(String selector) {
        return eval("(e => {e.scrollIntoView({block: 'center'}); const b = e.getBoundingClientRect();"
                + " return [b.x + b.width / 2, b.y + b.height / 2]})(document.querySelector('%s'))"
                        .formatted(selector));
    }

    /**
     * Draws within an element.
     *
     * @param points in turn, each x and y from 0 to 1
     */
    public void draw(String selector, double[]... points) {
        middle(selector);
        JsonNode box = eval("(b => [b.x, b.y, b.width, b.height])(document.querySelector('%s').getBoundingClientRect())"
                .formatted(selector));
        List<double[]> pixels = new ArrayList<>();
        for (double[] point : points) {
            pixels.add(new double[] {
                box.get(0).asDouble() + point[0] * box.get(2).asDouble(),
                box.get(1).asDouble() + point[1] * box.get(3).asDouble()
            });
        }
        drag(pixels);
    }

    private void drag(List<double[]> points) {
        mouse("mouseMoved", points.get(0), "none");
        mouse("mousePressed", points.get(0), "left");
        for (double[] point : points) {
            mouse("mouseMoved", point, "left");
        }
        mouse("mouseReleased", points.get(points.size() - 1), "left");
    }

    private void mouse(String type, double[] at, String button) {
        call(
                "Input.dispatchMouseEvent",
                Map.of(
                        "type",
                        type,
                        "x",
                        at[0],
                        "y",
                        at[1],
                        "button",
                        button,
                        "clickCount",
                        1,
                        "buttons",
                        button.equals("left") && !type.equals("mouseReleased") ? 1 : 0));
    }

    /** Presses a key, one of those named as {@code KeyboardEvent.key} has it. */
    public void press(String key) {
        int code = Objects.requireNonNull(KEY_CODES.get(key), key);
        String text = key.equals("Enter") ? "\r" : key.equals(" ") ? " " : "";
        call(
                "Input.dispatchKeyEvent",
                Map.of("type", "keyDown", "key", key, "windowsVirtualKeyCode", code, "text", text));
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
    }

    /** Chooses a file, as the browser's dialog does. */
    public void choose(String selector, Path file) {
        int root = call("DOM.getDocument", Map.of()).path("root").path("nodeId").asInt();
        int node = call("DOM.querySelector", Map.of("nodeId", root, "selector", selector))
                .path("nodeId")
                .asInt();
        call(
                "DOM.setFileInputFiles",
                Map.of(
                        "nodeId",
                        node,
                        "files",
                        List.of(file.toAbsolutePath().normalize().toString())));
    }

    /** As on another screen. */
    public void screen(int width, int height, boolean dark, boolean reducedMotion) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        call(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                                Map.of(
                                        "name",
                                        "prefers-reduced-motion",
                                        "value",
                                        reducedMotion ? "reduce" : "no-preference"))));
    }

    /** The page from top to bottom, a PNG. */
    public byte[] picture() {
        return Base64.getDecoder()
                .decode(call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
                        .path("data")
                        .asString());
    }

    /** What went wrong in the page since the last call, as its console says. */
    public List<String> errors() {
        List<String> found = List.copyOf(errors);
        errors.clear();
        return found;
    }

    public JsonNode call(String method, Map<String, ?> parameters) {
        return send(session, method, parameters);
    }

    private JsonNode send(@Nullable String sessionId, String method, Map<String, ?> parameters) {
        int id = calls.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        Map<String, Object> message = new LinkedHashMap<>(Map.of("id", id, "method", method, "params", parameters));
        if (sessionId != null) {
            message.put("sessionId", sessionId);
        }
        socket.sendText(JSON.writeValueAsString(message), true).join();
        JsonNode said = answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        if (said.has("error")) {
            throw new AssertionError(method + ": " + said.path("error"));
        }
        return said.path("result");
    }

    private void received(JsonNode message) {
        CompletableFuture<JsonNode> waiting = answers.remove(message.path("id").asInt(0));
        if (waiting != null) {
            waiting.complete(message);
            return;
        }
        JsonNode what = message.path("params");
        switch (message.path("method").asString("")) {
            case "Runtime.exceptionThrown" ->
                errors.add(what.path("exceptionDetails").toString());
            case "Runtime.consoleAPICalled" -> {
                if (what.path("type").asString("").equals("error")) {
                    errors.add(what.path("args").toString());
                }
            }
            case "Log.entryAdded" -> {
                JsonNode entry = what.path("entry");
                if (entry.path("level").asString("").equals("error")) {
                    errors.add(entry.path("text").asString("") + " "
                            + entry.path("url").asString(""));
                }
            }
            default -> {
                // of no interest
            }
        }
    }

    private final class Messages implements WebSocket.Listener {

        private final StringBuilder part = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                received(JSON.readTree(part.toString()));
                part.setLength(0);
            }
            webSocket.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
