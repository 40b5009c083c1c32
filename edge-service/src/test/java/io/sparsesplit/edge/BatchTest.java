package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.edge.FaultProxy.Fault;
import io.sparsesplit.service.Http;
import io.sparsesplit.service.Http.Reply;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Several images in one request are answered as they would have been one by one. */
@ExtendWith(ServicePair.Shared.class)
class BatchTest {

    private static final String FORM = "multipart/form-data; boundary=x";
    private static final String ZIP = "application/zip";
    private static final String TAR = "application/x-tar";

    private final ServicePair pair;

    BatchTest(ServicePair pair) {
        this.pair = pair;
    }

    @ParameterizedTest
    @ValueSource(strings = {FORM, ZIP, TAR})
    void answersAreThoseOfSingleImagesInTheirOrder(String type) throws IOException {
        Map<String, byte[]> files = files(12);
        for (String policy : List.of("auto", "split", "local-only")) {
            Reply reply = send(type, "?policy=" + policy, files);

            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            assertThat(reply.json().path("images").asInt()).isEqualTo(12);
            assertThat(reply.json().path("answered").asInt()).isEqualTo(12);
            int index = 0;
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                JsonNode item = reply.json().path("answers").path(index);
                JsonNode single =
                        pair.infer(file.getValue(), "?policy=" + policy).json();
                assertThat(item.path("index").asInt()).isEqualTo(index++);
                assertThat(item.path("name").asString()).isEqualTo(file.getKey());
                assertThat(item.has("problem")).isFalse();
                JsonNode answer = item.path("answer");
                for (String member : List.of("label", "probabilities", "exit", "reason", "criterionValue", "model")) {
                    assertThat(answer.path(member)).isEqualTo(single.path(member));
                }
                assertThat(answer.path("bytes").path("image").asInt()).isEqualTo(file.getValue().length);
                assertThat(answer.path("bytes").path("payload"))
                        .isEqualTo(single.path("bytes").path("payload"));
            }
        }
    }

    @Test
    void allThatTheEdgeDoubtsTravelInOneRequestAndEveryByteIsCountedOnce() throws IOException {
        pair.infer(Pictures.png(1), "?policy=split");
        int requests = pair.proxy.requests();
        long sent = pair.proxy.bytesFromEdge();
        long received = pair.proxy.bytesToEdge();
        double frames = pair.metric("sparsesplit_bytes_frame_total{direction=\"sent\"}");

        JsonNode answers = send(ZIP, "?policy=split", files(10)).json().path("answers");

        assertThat(pair.proxy.requests() - requests).isEqualTo(1);
        assertThat(sum(answers, "sent")).isEqualTo(pair.proxy.bytesFromEdge() - sent);
        assertThat(sum(answers, "received")).isEqualTo(pair.proxy.bytesToEdge() - received);
        assertThat((double) sum(answers, "frame"))
                .isEqualTo(pair.metric("sparsesplit_bytes_frame_total{direction=\"sent\"}") - frames);
    }

    @Test
    void moreThanTheCloudTakesAtOnceTravelInSeveralRequests() throws IOException {
        try (ConfigurableApplicationContext edge = pair.edge("sparsesplit.cloud.max-images-per-call=4")) {
            int requests = pair.proxy.requests();

            Reply reply = new Http(edge).post("/infer/batch?policy=split", ZIP, zip(files(10)));

            assertThat(pair.proxy.requests() - requests).isEqualTo(3);
            assertThat(reply.json().path("answers").findValuesAsString("exit"))
                    .hasSize(10)
                    .containsOnly("cloud");
        }
    }

    @Test
    void oneThatCannotBeAnsweredDoesNotKeepTheOthersFromIt() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("good.png", Pictures.png(1));
        files.put("text.txt", "a text".getBytes(StandardCharsets.UTF_8));
        files.put("flat.png", Pictures.flat());
        files.put("bomb.png", Pictures.bomb(20_000));
        files.put("large.png", new byte[(1 << 20) + 1]);
        files.put("empty.png", new byte[0]);
        files.put("also good.png", Pictures.png(2));
        double refused = pair.metric("sparsesplit_errors_total{status=\"413\"}");

        JsonNode answers = send(TAR, "?policy=local-only", files).json().path("answers");

        assertThat(answers.valueStream()
                        .map(item -> item.path("name").asString() + ": "
                                + (item.has("answer")
                                        ? "answered"
                                        : item.path("problem").path("type").asString()
                                                + " "
                                                + item.path("problem")
                                                        .path("status")
                                                        .asInt()
                                                + " "
                                                + item.path("problem")
                                                        .path("detail")
                                                        .asString())))
                .containsExactly(
                        "good.png: answered",
                        "text.txt: urn:sparsesplit:problem:unknown-image-format 415 The bytes are not an image that is"
                                + " read here: send PNG, JPEG, GIF, BMP or WebP.",
                        "flat.png: urn:sparsesplit:problem:unusable-image 422 All pixels of the image are equally bright:"
                                + " there is nothing to classify.",
                        "bomb.png: urn:sparsesplit:problem:too-large 413 The image has 20000 x 20000 pixels, more than"
                                + " 4000000 in all: send a smaller one.",
                        "large.png: urn:sparsesplit:problem:too-large 413 The image has more than 1048576 bytes: send a"
                                + " smaller one.",
                        "empty.png: urn:sparsesplit:problem:undecodable-image 400 The image is empty: send the bytes of"
                                + " an image file.",
                        "also good.png: answered");
        assertThat(pair.metric("sparsesplit_errors_total{status=\"413\"}")).isEqualTo(refused + 2);
    }

    @Test
    void theEdgeAnswersAllWhenTheCloudDoesNot() throws IOException {
        pair.proxy.set(Fault.ERROR_500);

        JsonNode answers = send(FORM, "?policy=split", files(5)).json().path("answers");

        assertThat(answers.findValuesAsString("reason")).hasSize(5).containsOnly("cloud-error");
        assertThat(answers.findValuesAsString("exit")).containsOnly("edge-fallback");
    }

    @Test
    void foldersLinksAndOtherFieldsArePassedOver() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.putArchiveEntry(new TarArchiveEntry("folder/"));
            tar.closeArchiveEntry();
            for (byte other : List.of(TarArchiveEntry.LF_FIFO, TarArchiveEntry.LF_CHR, TarArchiveEntry.LF_BLK)) {
                tar.putArchiveEntry(new TarArchiveEntry("device", other));
                tar.closeArchiveEntry();
            }
            TarArchiveEntry link = new TarArchiveEntry("link", TarArchiveEntry.LF_SYMLINK);
            link.setLinkName("/etc/passwd");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
            put(tar, "folder/a.png", Pictures.png(1));
        }

        assertThat(pair.http
                        .post("/infer/batch", TAR, bytes.toByteArray())
                        .json()
                        .path("answers")
                        .findValuesAsString("name"))
                .contains("folder/a.png")
                .doesNotContain("link", "folder/", "device");
        assertRefused(
                pair.http.post(
                        "/infer/batch",
                        FORM,
                        InferTest.form("Content-Disposition: form-data; name=\"other\"; filename=\"a\"", new byte[9])),
                400,
                "empty-body",
                "The body holds no image: send some, in fields 'image' or as an archive's files.");
    }

    @Test
    void aNameComesBackNoLongerThanItNeedsToBe() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(body)) {
            zip.putNextEntry(new ZipEntry("\uD83D\uDE00".repeat(10_000) + ".png"));
            zip.write(Pictures.png(1));
        }

        JsonNode item = pair.http
                .post("/infer/batch?policy=local-only", "application/zip", body.toByteArray())
                .json()
                .at("/answers/0");

        assertThat(item.path("name").asString()).isEqualTo("\uD83D\uDE00".repeat(255) + "...");
        assertThat(item.at("/answer/label").asString()).isNotEmpty();
    }

    @Test
    void moreImagesThanAllowedAreRefused() throws IOException {
        try (ConfigurableApplicationContext edge = pair.edge("sparsesplit.batch.max-images=3")) {
            Http http = new Http(edge);
            assertThat(http.post("/infer/batch", ZIP, zip(files(3))).status()).isEqualTo(200);
            for (String type : List.of(FORM, ZIP, TAR)) {
                assertRefused(
                        http.post("/infer/batch", type, body(type, files(4))),
                        413,
                        "too-large",
                        "The request has more than the 3 images allowed: send fewer at once.");
            }
        }
    }

    @Test
    void aBodyLongerThanAllowedIsReadNoFurther() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        IntStream.range(0, 20).forEach(i -> files.put("a" + i, new byte[1 << 20]));

        for (String type : List.of(FORM, TAR)) {
            byte[] body = body(type, files);
            assertRefused(
                    pair.http.post(
                            "/infer/batch", type, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))),
                    413,
                    "too-large",
                    "The images of a request may have 16777216 bytes in all, packed and unpacked: send fewer at once.");
        }
    }

    @Test
    void anArchiveThatUnpacksToMoreThanAllowedIsRefused() {
        byte[] bomb = zip(Map.of("zeros", new byte[200_000_000]));
        assertThat(bomb.length).isLessThan(1 << 20);

        assertRefused(
                pair.http.post("/infer/batch", ZIP, bomb),
                413,
                "too-large",
                "The images of a request may have 16777216 bytes in all, packed and unpacked: send fewer at once.");
    }

    @Test
    void whatIsNoArchiveOrFormIsRefused() {
        byte[] noise = new byte[5000];
        Arrays.fill(noise, (byte) 7);
        String sentence =
                "The %s archive is damaged, cut short or of a kind that cannot be read as a stream: pack it again.";
        byte[] zip = zip(files(3));
        byte[] tar = tar(files(3));

        assertRefused(pair.http.post("/infer/batch", TAR, noise), 400, "malformed-archive", sentence.formatted("TAR"));
        assertRefused(
                pair.http.post("/infer/batch", ZIP, Arrays.copyOf(zip, zip.length / 3)),
                400,
                "malformed-archive",
                sentence.formatted("ZIP"));
        assertRefused(
                pair.http.post("/infer/batch", TAR, Arrays.copyOf(tar, tar.length / 3)),
                400,
                "malformed-archive",
                sentence.formatted("TAR"));
        assertRefused(
                pair.http.post("/infer/batch", "multipart/form-data", noise),
                400,
                "malformed-multipart",
                "The multipart body cannot be read: send one like curl -F image=@a.png -F image=@b.png does.");
        assertRefused(
                pair.http.post("/infer/batch", ZIP, new byte[0]), 400, "malformed-archive", sentence.formatted("ZIP"));
        assertRefused(
                pair.http.post("/infer/batch", ZIP, zip(Map.of())),
                400,
                "empty-body",
                "The body holds no image: send some, in fields 'image' or as an archive's files.");
        assertThat(pair.http.post("/infer/batch", "image/png", Pictures.png(1)).problem())
                .isEqualTo("unsupported-content-type");
    }

    @Test
    void everyBodyThatIsDamagedIsAnsweredOrRefused() {
        for (String type : List.of(FORM, ZIP, TAR)) {
            byte[] body = body(type, files(2));
            for (int at = 0; at < body.length; at += Math.max(1, body.length / 97)) {
                byte[] damaged = body.clone();
                damaged[at] ^= 0x55;
                assertThat(pair.http
                                .post("/infer/batch?policy=local-only", type, damaged)
                                .status())
                        .as("%s with byte %d changed", type, at)
                        .isIn(200, 400, 413);
            }
        }
    }

    @Test
    void parametersAreReadFromTheQueryAlsoOfAForm() {
        Reply reply = send(FORM, "?policy=local%2Donly&minConfidence=0.99&model=small&version=3.1.0", files(2));

        assertThat(reply.json().path("answers").findValuesAsString("exit")).containsOnly("edge");
        assertRefused(
                send(FORM, "?policy=none", files(1)),
                400,
                "bad-parameter",
                pair.infer(Pictures.png(1), "?policy=none").detail());
        assertThat(send(ZIP, "?version=9.9.9", files(1)).problem()).isEqualTo("unknown-model");
    }

    private Reply send(String type, String query, Map<String, byte[]> files) {
        return pair.http.post("/infer/batch" + query, type, body(type, files));
    }

    private static Map<String, byte[]> files(int count) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        IntStream.range(0, count).forEach(i -> files.put("image %d ü.png".formatted(i), Pictures.png(i)));
        return files;
    }

    private static byte[] body(String type, Map<String, byte[]> files) {
        return switch (type) {
            case ZIP -> zip(files);
            case TAR -> tar(files);
            default -> form(files);
        };
    }

    private static byte[] form(Map<String, byte[]> files) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        files.forEach((name, bytes) -> {
            form.writeBytes("--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"%s\"\r\n\r\n"
                    .formatted(name)
                    .getBytes(StandardCharsets.UTF_8));
            form.writeBytes(bytes);
            form.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        });
        form.writeBytes("--x--\r\n".getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }

    private static byte[] zip(Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] tar(Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                put(tar, file.getKey(), file.getValue());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] file) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(file.length);
        tar.putArchiveEntry(entry);
        tar.write(file);
        tar.closeArchiveEntry();
    }

    private static long sum(JsonNode answers, String bytes) {
        List<Long> all = new ArrayList<>();
        answers.forEach(
                item -> all.add(item.path("answer").path("bytes").path(bytes).asLong()));
        return all.stream().mapToLong(Long::longValue).sum();
    }

    private static void assertRefused(Reply reply, int status, String type, String sentence) {
        assertThat(reply.problem()).isEqualTo(type);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.detail()).isEqualTo(sentence);
    }
}
