package io.sparsesplit.deploy.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the Python client does when an edge has too much to do; with a real edge it speaks in docs/api.md. */
class PythonClientTest {

    private static final String OVERLOADED = """
            {"type":"urn:sparsesplit:problem:overloaded","title":"More is asked","status":503,"detail":"Come back."}""";
    private static final String ANSWER = """
            {"label":"7","confidence":0.98,"exit":"edge","reason":"confident","provisional":false,
             "bytes":{"image":242,"frame":0}}""";

    private record Reply(int status, String body) {}

    private final Queue<Reply> replies = new ArrayDeque<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final HttpServer edge;

    PythonClientTest() throws IOException {
        edge = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        assumeTrue(Need.PYTHON.met(), Need.PYTHON.sentence() + " is not there");
        edge.createContext("/", this::answer);
        edge.start();
    }

    @AfterEach
    void stop() {
        edge.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        Reply reply = replies.remove();
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Retry-After", "0");
        exchange.sendResponseHeaders(reply.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void itComesBackWhenTheEdgeHasTooMuchToDo() throws Exception {
        replies.addAll(List.of(new Reply(503, OVERLOADED), new Reply(503, OVERLOADED), new Reply(200, ANSWER)));

        assertThat(run()).isEqualTo("digit-7.png: 7, 0.980, edge (confident), 242 bytes posted, 0 to the cloud\n0");
        assertThat(requests).hasSize(3).allMatch("POST /infer?policy=auto"::equals);
    }

    @Test
    void itGivesUpAfterFiveTriesAndSaysWhy() throws Exception {
        for (int i = 0; i < 6; i++) {
            replies.add(new Reply(503, OVERLOADED));
        }

        assertThat(run()).isEqualTo("digit-7.png: Come back.\n1");
        assertThat(requests).hasSize(5);
    }

    @Test
    void anErrorOfSomebodyBetweenIsNotTakenForAnAnswer() throws Exception {
        replies.add(new Reply(502, "<html>Bad gateway</html>"));

        assertThat(run()).isEqualTo("digit-7.png: HTTP status 502\n1");
    }

    @Test
    void itAsksUntilTheRefinementIsThere() throws Exception {
        String provisional = ANSWER.replace("\"provisional\":false", "\"provisional\":true,\"id\":\"4\"");
        replies.addAll(List.of(
                new Reply(202, provisional),
                new Reply(200, "{\"state\":\"pending\"}"),
                new Reply(200, "{\"state\":\"refined\",\"refined\":{\"label\":\"1\"}}")));

        assertThat(run("--later")).endsWith("  then refined: {\"label\": \"1\"}\n0");
        assertThat(requests).endsWith("GET /inferences/4", "GET /inferences/4");
    }

    /** What it prints, and behind that what it ends with. */
    private String run(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "python3",
                Checkout.ROOT.resolve("clients/python/sparsesplit_client.py").toString(),
                "--url",
                "http://127.0.0.1:" + edge.getAddress().getPort()));
        command.addAll(List.of(options));
        command.add("digit-7.png");
        Process client = new ProcessBuilder(command)
                .directory(Checkout.ROOT.resolve("samples").toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(client.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return printed + client.exitValue();
    }
}
