package io.sparsesplit.trainer.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.sparsesplit.trainer.data.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {

    private static final String NAME = "images.gz";
    private static final int OK = 200;
    private static final int PARTIAL = 206;

    private final StringWriter out = new StringWriter();
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private final byte[] content = new byte[300_000];
    private byte[] gzipped = new byte[0];
    private KnownFile file = new KnownFile(NAME, 0, "");
    private HttpServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void startServer() throws Exception {
        new Random(1).nextBytes(content);
        gzipped = gzip(content);
        file = new KnownFile(
                NAME,
                content.length,
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void fetchesAndVerifies() throws IOException {
        serve(this::whole);
        fetch();
        assertThat(folder.resolve(NAME)).hasBinaryContent(gzipped);
        assertThat(part()).doesNotExist();
        assertThat(out)
                .hasToString("images.gz fetched, %,d bytes, SHA-256 as it should be.%n".formatted(gzipped.length));
    }

    @Test
    void completeFileIsNotFetchedAgain() throws IOException {
        Files.write(folder.resolve(NAME), gzipped);
        fetch();
        assertThat(out).hasToString("images.gz is already there.%n".formatted());
        assertThat(ranges).isEmpty();
    }

    @Test
    void damagedFileIsFetchedAgain() throws IOException {
        Files.write(folder.resolve(NAME), Arrays.copyOf(gzipped, 1000));
        serve(this::whole);
        fetch();
        assertThat(folder.resolve(NAME)).hasBinaryContent(gzipped);
    }

    @Test
    void partialFileIsResumed() throws IOException {
        Files.write(part(), Arrays.copyOf(gzipped, 100_000));
        serve(this::ranged);
        fetch();
        assertThat(folder.resolve(NAME)).hasBinaryContent(gzipped);
        assertThat(ranges).containsExactly("bytes=100000-");
        assertThat(out.toString()).startsWith("images.gz goes on after 100,000 bytes.");
    }

    @Test
    void startsOverWhenTheServerCannotResume() throws IOException {
        Files.write(part(), Arrays.copyOf(gzipped, 100_000));
        serve(this::whole);
        fetch();
        assertThat(folder.resolve(NAME)).hasBinaryContent(gzipped);
        assertThat(out.toString()).startsWith("images.gz starts over: the mirror cannot go on after 100,000 bytes.");
    }

    @Test
    void startsOverWhenMoreIsThereThanTheServerHas() throws IOException {
        Files.write(part(), Arrays.copyOf(gzipped, gzipped.length + 1));
        serve(this::ranged);
        fetch();
        assertThat(folder.resolve(NAME)).hasBinaryContent(gzipped);
        assertThat(ranges).containsExactly("bytes=%d-".formatted(gzipped.length + 1), "null");
    }

    @Test
    void goesOnAfterAConnectionThatBreaksOnce() throws IOException {
        serve(exchange -> {
            if (ranges.isEmpty()) {
                cut(exchange, 150_000);
            } else {
                ranged(exchange);
            }
        });
        fetch();
        assertThat(folder.resolve(NAME)).hasBinaryContent(gzipped);
        assertThat(ranges).hasSize(2).last().asString().startsWith("bytes=");
    }

    @Test
    void connectionThatAlwaysBreaksLeavesWhatHasArrived() throws IOException {
        serve(exchange -> cut(exchange, 70_000));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(this::fetch)
                .withMessage(
                        "%s: the connection broke 3 times, 70,000 bytes have arrived. The same command goes on from there.",
                        url());
        assertThat(part()).hasBinaryContent(Arrays.copyOf(gzipped, 70_000));
        assertThat(folder.resolve(NAME)).doesNotExist();
    }

    @Test
    void silentServerIsGivenUp() throws IOException {
        serve(exchange -> {
            exchange.sendResponseHeaders(OK, gzipped.length);
            exchange.getResponseBody().write(gzipped, 0, 5000);
            exchange.getResponseBody().flush();
        });
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> fetch(Duration.ofMillis(200)))
                .withMessageContaining("the connection broke 3 times, 5,000 bytes have arrived");
    }

    @Test
    void wrongBytesAreRefusedAndNotKept() throws IOException {
        gzipped = gzip("something else".getBytes(StandardCharsets.UTF_8));
        serve(this::whole);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(this::fetch)
                .withMessageStartingWith("%s is not the file that is wanted: unpacked, its SHA-256 is f41f3fa6", url())
                .withMessageEndingWith("instead of " + file.sha256());
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void pageInsteadOfTheFileIsRefused() throws IOException {
        gzipped = "<html>Welcome to our hotel's network!</html>".getBytes(StandardCharsets.UTF_8);
        serve(this::whole);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(this::fetch)
                .withMessageContaining("its SHA-256 is none (it is no complete gzip file) instead of");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void endlessFileIsRefused() throws IOException {
        gzipped = new byte[10_000_000];
        serve(this::whole);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(this::fetch)
                .withMessage("%s is not the file that is wanted: it has more than 301,324 bytes", url());
        assertThat(part()).hasSize(0);
    }

    @Test
    void absentFileIsNamed() throws IOException {
        server.createContext("/", exchange -> answer(exchange, 404, new byte[0]));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(this::fetch)
                .withMessage("%s: the server answered 404: check --base-url.", url());
    }

    @Test
    void unreachableServerSaysWhatToDo() throws IOException {
        server.stop(0);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(this::fetch)
                .withMessage(
                        "%s cannot be reached (java.net.ConnectException: Connection refused): check the network,"
                                + " name another mirror with --base-url,"
                                + " or give the other commands a folder that has the files with --data.",
                        url());
    }

    @Test
    void folderCanBeTheMirror() throws IOException {
        Path mirror = Files.createDirectory(folder.resolve("mirror"));
        Files.write(mirror.resolve(NAME), gzipped);
        Path target = folder.resolve("target");
        for (String base : List.of(mirror.toString(), mirror.toUri().toString())) {
            new Download(Mirror.of(base, Duration.ofSeconds(1), Duration.ofSeconds(1)), target, new PrintWriter(out))
                    .fetch(file);
            assertThat(target.resolve(NAME)).hasBinaryContent(gzipped);
            Files.delete(target.resolve(NAME));
        }
    }

    @Test
    void otherProtocolsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mirror.of("ftp://mirror/mnist", Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .withMessage("--base-url ftp://mirror/mnist is not an http, https or file URL, nor a folder");
    }

    private void fetch() throws IOException {
        fetch(Duration.ofSeconds(20));
    }

    private void fetch(Duration readTimeout) throws IOException {
        String base = url().substring(0, url().length() - NAME.length());
        new Download(Mirror.of(base, Duration.ofSeconds(20), readTimeout), folder, new PrintWriter(out, true))
                .fetch(file);
    }

    private Path part() {
        return folder.resolve(NAME + ".part");
    }

    private String url() {
        return "http://127.0.0.1:%d/mnist/%s".formatted(server.getAddress().getPort(), NAME);
    }

    private void serve(HttpHandler handler) {
        server.createContext("/mnist/" + NAME, handler);
    }

    private void whole(HttpExchange exchange) throws IOException {
        answer(exchange, OK, gzipped);
    }

    private void ranged(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range == null) {
            whole(exchange);
            return;
        }
        int from = Integer.parseInt(range.replaceAll("\\D", ""));
        if (from >= gzipped.length) {
            answer(exchange, 416, new byte[0]);
            return;
        }
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes %d-%d/%d".formatted(from, gzipped.length - 1, gzipped.length));
        answer(exchange, PARTIAL, Arrays.copyOfRange(gzipped, from, gzipped.length));
    }

    /** Announces the whole file, sends its beginning, and hangs up. */
    private void cut(HttpExchange exchange, int bytes) throws IOException {
        ranges.add(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
        exchange.sendResponseHeaders(OK, gzipped.length);
        exchange.getResponseBody().write(gzipped, 0, bytes);
        exchange.close();
    }

    private void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        ranges.add(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream stream = exchange.getResponseBody()) {
            stream.write(body);
        } catch (IOException e) {
            // the client has seen enough
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
