package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.service.Http.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever cannot be answered is refused with a sentence that says what to do. */
@ExtendWith(ServicePair.Shared.class)
class InferErrorTest {

    private static final byte[] IMAGE = Pictures.png(1);

    private final ServicePair pair;

    InferErrorTest(ServicePair pair) {
        this.pair = pair;
    }

    @Test
    void aTruncatedPngIsRefused() {
        assertRefused(
                pair.infer(Arrays.copyOf(IMAGE, IMAGE.length / 2), ""),
                400,
                "undecodable-image",
                "The PNG image is damaged or cut short and cannot be decoded.");
    }

    @Test
    void aBombIsRefusedBeforeItsPixelsAreRead() throws IOException {
        byte[] bomb = Pictures.bomb(20_000);
        assertThat(bomb.length).isLessThan(1 << 20);

        assertRefused(
                pair.infer(bomb, ""),
                413,
                "too-large",
                "The image has 20000 x 20000 pixels, more than 4000000 in all: send a smaller one.");
    }

    @Test
    void tenMegabytesAreRefused() {
        assertRefused(
                pair.infer(new byte[10_000_000], ""),
                413,
                "too-large",
                "The body has more than the 1048576 bytes allowed: send a smaller one.");
    }

    @Test
    void tenMegabytesOfUnknownLengthAreRefused() {
        Reply reply = pair.http.post(
                "/infer",
                "image/png",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[10_000_000])));

        assertRefused(reply, 413, "too-large", "The body has more than the 1048576 bytes allowed: send a smaller one.");
    }

    @Test
    void tenMegabytesInAFormAreRefused() {
        assertRefused(
                pair.http.post(
                        "/infer",
                        "multipart/form-data; boundary=x",
                        InferTest.form(
                                "Content-Disposition: form-data; name=\"image\"; filename=\"a.png\"",
                                new byte[10_000_000])),
                413,
                "too-large",
                "The upload has more bytes than allowed: send a smaller image.");
    }

    @Test
    void aTextFileIsRefusedWhateverItCallsItself() {
        assertRefused(
                pair.infer("This is a text.".getBytes(StandardCharsets.UTF_8), ""),
                415,
                "unknown-image-format",
                "The bytes are not an image that is read here: send PNG, JPEG, GIF, BMP or WebP.");
    }

    @Test
    void anEmptyBodyIsRefused() {
        assertRefused(
                pair.infer(new byte[0], ""),
                400,
                "empty-body",
                "The body is empty: send one, for example with curl --data-binary @FILE.");
    }

    @Test
    void anEmptyFileInAFormIsRefused() {
        assertRefused(
                pair.http.post(
                        "/infer",
                        "multipart/form-data; boundary=x",
                        InferTest.form(
                                "Content-Disposition: form-data; name=\"image\"; filename=\"a.png\"", new byte[0])),
                400,
                "undecodable-image",
                "The image is empty: send the bytes of an image file.");
    }

    @Test
    void aFlatImageIsRefused() {
        assertRefused(
                pair.infer(Pictures.flat(), ""),
                422,
                "unusable-image",
                "All pixels of the image are equally bright: there is nothing to classify.");
    }

    @Test
    void aWebpIsDecoded() {
        // It has a single pixel, so that there is nothing to classify; but that is known only once it is decoded.
        assertThat(pair.http.post("/infer", "image/webp", Pictures.WEBP).problem())
                .isEqualTo("unusable-image");
    }

    @Test
    void whatCurlSendsByDefaultIsRefusedWithAHint() {
        assertRefused(
                pair.http.post("/infer", "application/x-www-form-urlencoded", IMAGE),
                415,
                "unsupported-content-type",
                "Content-Type is application/x-www-form-urlencoded, but image/png, application/octet-stream,"
                        + " multipart/form-data, image/* is read here. With curl, add -H 'Content-Type: image/png'.");
    }

    @Test
    void aFormWithoutTheImageIsRefused() {
        assertRefused(
                pair.http.post(
                        "/infer",
                        "multipart/form-data; boundary=x",
                        InferTest.form("Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"", IMAGE)),
                400,
                "malformed-multipart",
                "The form has no file in field 'image': send it like curl -F image=@digit.png does.");
    }

    @Test
    void aFormWithoutABoundaryIsRefused() {
        assertRefused(
                pair.http.post("/infer", "multipart/form-data", IMAGE),
                400,
                "malformed-multipart",
                "The multipart body cannot be read: send one like curl -F image=@digit.png does.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "policy=cloud | policy 'cloud' is not supported: choose one of auto, local-only, remote-only, split.",
                "policy=AUTO | policy 'AUTO' is not supported: choose one of auto, local-only, remote-only, split.",
                "minConfidence=1.5 | minConfidence is 1.5: write a number from 0 to 1, for example 0.9.",
                "minConfidence=-0.1 | minConfidence is -0.1: write a number from 0 to 1, for example 0.9.",
                "minConfidence=NaN | minConfidence is NaN: write a number from 0 to 1, for example 0.9.",
                "minConfidence=high | minConfidence is 'high': write a number, for example 0.9.",
                "deadlineMs=0 | deadlineMs is 0: write a whole number of milliseconds, 1 or more.",
                "deadlineMs=2s | deadlineMs is '2s': write a whole number.",
                "codec=entropy | codec 'entropy' is not offered by small 3.1.0: choose one of float32, uint8, packed,"
                        + " run-length, deflate, or leave it out.",
                "codec=gzip | codec 'gzip' is not offered by small 3.1.0: choose one of float32, uint8, packed,"
                        + " run-length, deflate, or leave it out."
            })
    void aParameterThatCannotBeUsedIsRefused(String query, String sentence) {
        assertRefused(pair.infer(IMAGE, "?" + query), 400, "bad-parameter", sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model=cifar | Model cifar 3.1.0 is not loaded: small 3.1.0 is. Ask for that, or leave model and version out.",
                "version=3.2.0 | Model small 3.2.0 is not loaded: small 3.1.0 is. Ask for that, or leave model and version out."
            })
    void anUnknownModelIsRefusedWithWhatIsLoaded(String query, String sentence) {
        Reply reply = pair.infer(IMAGE, "?" + query);

        assertRefused(reply, 404, "unknown-model", sentence);
        assertThat(reply.json().path("loaded").path(0).path("fingerprint").asString())
                .isEqualTo(pair.head.fingerprint().toString());
    }

    @Test
    void anotherMethodIsRefused() {
        for (String method : new String[] {"GET", "PUT", "DELETE", "PATCH"}) {
            Reply reply = pair.http.send(method, "/infer");

            assertRefused(reply, 405, "method-not-allowed", method + " is not possible here: use POST.");
            assertThat(reply.response().headers().firstValue("Allow")).hasValue("POST");
        }
    }

    @Test
    void aQueryThatCannotBeReadIsRefused() throws IOException {
        for (String query : new String[] {"?%", "?policy=%", "?policy=%zz"}) {
            assertThat(raw("POST /infer" + query + " HTTP/1.1\r\nHost: a\r\nContent-Type: image/png\r\n\r\n"))
                    .startsWith("HTTP/1.1 400")
                    .contains("The query cannot be read: write %25 for every % that is one.");
        }
    }

    @Test
    void anUnknownPathIsRefused() {
        for (String path : new String[] {"/nothing", "/infer/1", "/actuator/nothing"}) {
            assertRefused(
                    pair.http.get(path),
                    404,
                    "not-found",
                    "There is nothing at %s: /swagger-ui.html shows what there is.".formatted(path));
        }
    }

    @Test
    void theErrorPathItselfIsNoPage() {
        assertRefused(pair.http.get("/error"), 404, "not-found", "There is nothing at this path.");
    }

    @Test
    void anAnswerThatIsNotJsonCannotBeHad() {
        assertRefused(
                pair.http.post("/infer", "image/png", IMAGE, "Accept", "text/html"),
                406,
                "not-acceptable",
                "The answer is given as application/json: change the Accept header.");
    }

    @Test
    void aRequestThatIsHardlyHttpIsRefusedAlike() throws IOException {
        String answer = raw("POST /infer|<> HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("Content-Type: application/problem+json")
                .contains("\"type\":\"urn:sparsesplit:problem:bad-request\"")
                .doesNotContain("<html", "Tomcat");
    }

    @Test
    void aBodyThatEndsEarlyIsRefused() throws IOException {
        double before = pair.metric("sparsesplit_errors_total{status=\"400\"}");

        raw("POST /infer HTTP/1.1\r\nHost: a\r\nContent-Type: image/png\r\nContent-Length: 100\r\n\r\nshort");

        org.awaitility.Awaitility.await()
                .until(() -> pair.metric("sparsesplit_errors_total{status=\"400\"}") == before + 1);
    }

    /** What comes back for some bytes, behind which the client sends no more. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), pair.edgePort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertRefused(Reply reply, int status, String type, String sentence) {
        assertThat(reply.problem()).isEqualTo(type);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("status").asInt()).isEqualTo(status);
        assertThat(reply.json().path("title").asString()).isNotEmpty();
        assertThat(reply.detail()).isEqualTo(sentence);
        assertThat(reply.text()).doesNotContain("Exception", "\tat ");
    }
}
