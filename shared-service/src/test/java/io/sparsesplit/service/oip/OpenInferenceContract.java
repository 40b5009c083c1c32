package io.sparsesplit.service.oip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sparsesplit.service.Http;
import io.sparsesplit.service.Http.Reply;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What a client of the protocol reads, byte for byte, over any HTTP, and whoever refuses its request: controller, framework, server or
 * valve. For a service that holds small 3.1.0, takes one request at a time, and has {@link Failing} inside.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class OpenInferenceContract {

    protected static final String KEY = "0123456789abcdef0123456789abcdef";
    protected static final String[] SETTINGS = {
        "sparsesplit.management.key=" + KEY,
        "sparsesplit.overload.max-concurrent=1",
        "sparsesplit.overload.retry-after=7s"
    };

    private static final String INFER = "/v2/models/small/infer";
    private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

    /** Two pictures, alike, in more than 4096 bytes; its parameters are left open. */
    private static final String REQUEST =
            "{\"parameters\":%s,\"inputs\":[{\"name\":\"image\",\"shape\":[2,784],\"datatype\":\"UINT8\",\"data\":["
                    + ("0," + "100,".repeat(400) + "200,".repeat(383)).repeat(2).replaceFirst(",$", "")
                    + "]}],\"outputs\":[{\"name\":\"label\",\"parameters\":{\"binary_data\":false}},{\"name\":\"class\"}]}";

    /** Fails as only a fault of the program does. */
    @RestController
    public static final class Failing {

        @GetMapping({"/v2/fails", "/fails"})
        void fail() {
            throw new IllegalStateException("a fault for this test");
        }
    }

    /** Stands for all that runs behind a controller: meters, spans, the valve that gives a place back. It takes its time. */
    public static final class Lingering extends OncePerRequestFilter {

        private static final String HEADER = "Linger";

        private final CountDownLatch answered = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile boolean overtaken;

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            chain.doFilter(request, response);
            if (request.getHeader(HEADER) != null) {
                try {
                    overtaken = answered.await(300, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                ended.countDown();
            }
        }
    }

    protected abstract Http http();

    /** The filter of the service. */
    protected abstract Lingering lingering();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST | /v2/models/small/infer | {\"inputs\":3} | 400 | inputs must be a JSON array.",
                "POST | /v2/models/small/infer | {} | 400 | there are no inputs: send one.",
                "POST | /v2/models/small/infer | `` | 400 | The body is empty: send one, for example with curl --data-binary @FILE.",
                "POST | /v2/models/small/infer | {\"inputs\":[{\"name\":\"image\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"text.\"]}]}"
                        + " | 415 | The bytes are not an image that is read here: send PNG, JPEG, GIF, BMP or WebP.",
                "GET | /v2/nothing | `` | 404 | There is nothing at /v2/nothing: /swagger-ui.html shows what there is.",
                "GET | /v2/ | `` | 404 | There is nothing at /v2/: /swagger-ui.html shows what there is.",
                "POST | /v2/models/small/stats | {} | 404 | There is nothing at /v2/models/small/stats: /swagger-ui.html shows what there is.",
                "DELETE | /v2 | `` | 405 | DELETE is not possible here: use GET.",
                "GET | /v2/models/small/infer | `` | 405 | GET is not possible here: use POST.",
                "PUT | /v2/models/small | `` | 405 | PUT is not possible here: use GET.",
                "GET | /v2/repository/index | `` | 405 | GET is not possible here: use POST.",
                "GET | /v2/models/%2F/ready | `` | 400 | The request cannot be understood: check its path, parameters and headers.",
                "POST | /v2/repository/models/small/load | `` | 401 | The request bears no key: send the header Authorization:"
                        + " Bearer KEY, with the key of sparsesplit.management.key.",
                "POST | /v2/repository/models/small/unload | `` | 401 | The request bears no key: send the header Authorization:"
                        + " Bearer KEY, with the key of sparsesplit.management.key.",
            })
    void isAnErrorObject(String method, String path, String body, int status, String error) {
        assertErrorObject(http().send(method, path, body), status, error);
    }

    @Test
    void anotherFormatThanJsonCannotBeHad() {
        for (String path : new String[] {"/v2", "/v2/models/small", "/v2/health/ready"}) {
            assertErrorObject(
                    http().send("GET", path, "", "Accept", "text/html"),
                    406,
                    "The answer is given as application/json, application/*+json, application/yaml: change the Accept header.");
        }
    }

    @Test
    void tooMuchIsRefused() {
        assertErrorObject(
                http().post(INFER, "application/json", new byte[5_000_000]),
                413,
                "The body has more than the 4194304 bytes allowed: send a smaller one.");
        assertErrorObject(
                http().post("/v2/repository/index", "application/json", new byte[16_385]),
                413,
                "The body has more than the 16384 bytes allowed: send a smaller one.");
    }

    @Test
    void theRepositoryIsChangedByThoseWhoHaveTheKeyAlone() {
        assertThat(http().post("/v2/repository/index", "", new byte[0]).text())
                .isEqualTo("[{\"name\":\"small\",\"version\":\"3.1.0\",\"state\":\"READY\",\"reason\":\"\"}]");
        Reply loaded = keyed("small/load", "{\"parameters\":{\"version\":\"3.1.0\"}}");
        assertThat(loaded.status()).isEqualTo(200);
        assertThat(loaded.bytes()).isEmpty();
        assertErrorObject(
                keyed("nothing/load", ""),
                404,
                "There is no version of model nothing: POST /v2/repository/index lists those there are.");
        assertErrorObject(
                keyed("..%5Csmall/load", "{\"parameters\":{\"version\":\"../3.1.0\"}}"),
                400,
                "The request cannot be understood: check its path, parameters and headers.");
        assertErrorObject(
                keyed("small/load", "{\"parameters\":{\"version\":\"../3.1.0\"}}"),
                400,
                "'../3.1.0' is not a version: write it as MAJOR.MINOR.PATCH, for example 1.0.0.");
        assertErrorObject(
                keyed("small/unload", ""),
                409,
                "small 3.1.0 is the last version that can be used, and a service without one cannot answer: load another"
                        + " first.");
        assertErrorObject(
                http().send("POST", "/v2/repository/models/small/unload", "", "Authorization", "Bearer wrong"),
                401,
                "The key is not that of sparsesplit.management.key of this service.");
    }

    @Test
    void aFaultOfTheServiceSaysWhatToReport() {
        String traceparent = "00-" + TRACE_ID + "-00f067aa0ba902b7-01";

        assertErrorObject(
                http().send("GET", "/v2/fails", "", "traceparent", traceparent),
                500,
                "The service failed at this request. If it does so again, report trace " + TRACE_ID + ".");
        assertThat(http().send("GET", "/fails", "", "traceparent", traceparent).problem())
                .isEqualTo("internal");
    }

    @Test
    void elsewhereErrorsAreProblems() {
        for (String path : new String[] {"/v2x", "/v1", "/nothing/v2/models"}) {
            assertThat(http().get(path).problem()).isEqualTo("not-found");
        }
    }

    @Test
    void whatComesOnTopIsRefusedAtOnce() throws IOException {
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), http().port())) {
            slow.getOutputStream()
                    .write(("POST " + INFER + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> http().send("POST", INFER, "{}").status() == 503);

            Reply refused = http().send("POST", INFER, "{}");
            String unasked = raw("Expect: 100-continue\r\nContent-Length: 1000000\r\n");

            assertErrorObject(refused, 503, "As many requests as allowed, 1, are at work: try again in 7 s.");
            assertThat(refused.response().headers().firstValue("Retry-After")).hasValue("7");
            assertThat(unasked).startsWith("HTTP/1.1 503 ");
        }
        await().until(() -> http().send("POST", INFER, "{}").status() == 400);
    }

    @Test
    void outputsAreBinaryWhenTheRequestSaysSoForAll() {
        Reply reply = http().send("POST", INFER, REQUEST.formatted("{\"binary_data_output\":true}"));

        String header = "{\"model_name\":\"small\",\"model_version\":\"3.1.0\",\"outputs\":["
                + "{\"name\":\"label\",\"shape\":[2],\"datatype\":\"BYTES\",\"data\":[\"%1$d\",\"%1$d\"]},"
                + "{\"name\":\"class\",\"shape\":[2],\"datatype\":\"INT64\",\"parameters\":{\"binary_data_size\":16}}]}";
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        int answered = reply.bytes()[reply.bytes().length - 8];
        String expected = header.formatted(answered);
        assertThat(reply.contentType()).isEqualTo("application/octet-stream");
        assertThat(reply.response().headers().firstValue("Inference-Header-Content-Length"))
                .hasValue(Integer.toString(expected.length()));
        assertThat(reply.bytes())
                .isEqualTo(
                        (expected + ((char) answered + "\0".repeat(7)).repeat(2)).getBytes(StandardCharsets.US_ASCII));
    }

    /** As the JDK's client does by default: its first request offers HTTP/2, and a server that takes it must keep the body meanwhile. */
    @Test
    void aRequestThatOffersHttp2IsAnsweredWhateverItsLength() throws IOException, InterruptedException {
        String json = REQUEST.formatted("{}");
        assertThat(json.length()).isGreaterThan(4096);
        String expected = http().send("POST", INFER, json).text();
        for (HttpRequest first : List.of(
                request(INFER).POST(BodyPublishers.ofString(json)).build(),
                request("/v2/health/ready")
                        .method("HEAD", BodyPublishers.noBody())
                        .build())) {
            HttpClient client = HttpClient.newHttpClient();

            assertThat(client.send(first, BodyHandlers.ofString()).statusCode()).isEqualTo(200);

            HttpRequest second =
                    request(INFER).POST(BodyPublishers.ofString(json)).build();
            assertThat(client.send(second, BodyHandlers.ofString()).body()).isEqualTo(expected);
        }
    }

    @Test
    void whoAsksFirstWhetherToSendTheBodyIsAnswered() throws IOException, InterruptedException {
        String json = REQUEST.formatted("{}");
        HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

        assertThat(client.send(
                                request(INFER)
                                        .expectContinue(true)
                                        .POST(BodyPublishers.ofString(json))
                                        .build(),
                                BodyHandlers.ofString())
                        .body())
                .isEqualTo(http().send("POST", INFER, json).text());
    }

    @Test
    void aClientHasItsAnswerOnlyWhenAllThatCountsItHasRun() throws InterruptedException {
        Lingering lingering = lingering();

        Reply reply = http().send("POST", INFER, REQUEST.formatted("{}"), Lingering.HEADER, "yes");
        lingering.answered.countDown();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(lingering.ended.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(lingering.overtaken).isFalse();
    }

    @Test
    void headIsAnsweredLikeGetWithoutABody() {
        for (String path : new String[] {"/v2", "/v2/health/live", "/v2/models/small", "/v2/models/small/ready"}) {
            Reply head = http().send("HEAD", path);

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.bytes()).isEmpty();
            assertThat(head.contentType()).isEqualTo("application/json");
        }
        assertThat(http().send("HEAD", "/v2/nothing").status()).isEqualTo(404);
        assertThat(http().send("HEAD", INFER).status()).isEqualTo(405);
    }

    /** What comes back for the headers of a request alone. */
    private String raw(String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), http().port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(("POST " + INFER + " HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http().port() + path))
                .timeout(Duration.ofSeconds(60));
    }

    private Reply keyed(String action, String body) {
        return http().send("POST", "/v2/repository/models/" + action, body, "Authorization", "Bearer " + KEY);
    }

    private static void assertErrorObject(Reply reply, int status, String error) {
        assertThat(reply.text()).isEqualTo("{\"error\":\"%s\"}".formatted(error));
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.contentType()).isEqualTo("application/json");
    }
}
