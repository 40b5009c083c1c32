package io.sparsesplit.cloud.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.cloud.CloudApplication;
import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.codec.CompletionFrame;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.model.network.ExitDecision.Continue;
import io.sparsesplit.model.network.Head;
import io.sparsesplit.service.Http;
import io.sparsesplit.service.Http.Reply;
import io.sparsesplit.service.SmallModel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Whole images in the cloud. */
class ClassificationTest {

    @TempDir
    private static Path repository;

    private static ConfigurableApplicationContext service;
    private static Http http;
    private static EdgeModel head;
    private static CloudModel tail;

    @BeforeAll
    static void start() {
        SmallModel.publish(repository, 1);
        ModelRepository models = new ModelRepository(repository);
        head = models.loadEdge(SmallModel.NAME, SmallModel.VERSION);
        tail = models.loadCloud(SmallModel.NAME, SmallModel.VERSION);
        service = start(repository, "--sparsesplit.classification.max-bytes=2KB");
        http = new Http(service);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void anImageIsClassifiedByHeadAndTailAsJson() throws IOException {
        byte[] image = image(12);
        Classification expected = classify(image);

        JsonNode answer = classify(http, "", image).json();

        assertThat(answer.path("classIndex").asInt()).isEqualTo(expected.classIndex());
        assertThat(answer.path("confidence").floatValue()).isEqualTo(expected.probability());
        assertThat(answer.path("model").path("fingerprint").asString())
                .isEqualTo(tail.fingerprint().toString());
    }

    @Test
    void theAnswerIsACompletionFrameWhenThatIsAccepted() throws IOException {
        byte[] image = image(12);

        Reply reply = http.post(
                "/classify?model=" + tail.fingerprint().toString().substring(0, 16),
                "image/png",
                image,
                "Accept",
                CompletionFrame.MEDIA_TYPE);

        assertThat(reply.contentType()).isEqualTo(CompletionFrame.MEDIA_TYPE);
        float[] probabilities = CompletionFrame.readAll(
                        reply.bytes(), List.of(tail.fingerprint().toBytes()))
                .get(0)
                .probabilities();
        assertThat(probabilities).containsExactly(classify(image).probabilities(), within(1.51f / 65535));
    }

    @Test
    void aModelThatIsNotHeldIsRefusedWithThoseThatAre() throws IOException {
        Reply reply = classify(http, "?model=00000000", image(12));

        assertProblem(
                reply,
                409,
                "unknown-fingerprint",
                "No model is held whose fingerprint begins with 00000000: use one of those in 'held' on both sides.");
        assertThat(reply.json().path("held").path(0).path("name").asString()).isEqualTo("small");
    }

    @Test
    void whatIsNoFingerprintIsRefused() throws IOException {
        assertProblem(
                classify(http, "?model=small", image(12)),
                400,
                "bad-parameter",
                "model is 'small': write the first 4 to 64 hexadecimal digits of a model's fingerprint.");
    }

    @Test
    void imagesAreHeldToTheLimits() throws IOException {
        assertProblem(
                classify(http, "", new byte[2049]),
                413,
                "too-large",
                "The body has more than the 2048 bytes allowed: send a smaller one.");
        assertProblem(
                classify(http, "", Arrays.copyOf(image(12), 60)),
                400,
                "undecodable-image",
                "The PNG image is damaged or cut short and cannot be decoded.");
        assertProblem(
                classify(http, "", new byte[] {1, 2, 3}),
                415,
                "unknown-image-format",
                "The bytes are not an image that is read here: send PNG, JPEG, GIF, BMP or WebP.");
        assertThat(classify(http, "", image(0)).problem()).isEqualTo("unusable-image");
        assertThat(classify(http, "", new byte[0]).problem()).isEqualTo("empty-body");
        assertThat(http.post("/classify", "text/plain", image(12)).problem()).isEqualTo("unsupported-content-type");
    }

    @Test
    void everythingIsCounted() throws IOException {
        double answered = http.metric("sparsesplit_classification_seconds_count");
        double bytes = http.metric("sparsesplit_bytes_image_total{direction=\"received\"}");
        double damaged = http.metric("sparsesplit_images_rejected_total{reason=\"unknown-image-format\"}");

        classify(http, "", image(12));
        classify(http, "", new byte[] {1, 2, 3});

        assertThat(http.metric("sparsesplit_classification_seconds_count")).isEqualTo(answered + 1);
        assertThat(http.metric("sparsesplit_bytes_image_total{direction=\"received\"}"))
                .isEqualTo(bytes + image(12).length);
        assertThat(http.metric("sparsesplit_images_rejected_total{reason=\"unknown-image-format\"}"))
                .isEqualTo(damaged + 1);
    }

    @Test
    void aHeadIsLoadedWithTheFirstImageAndItsAbsenceIsAProblem(@TempDir Path another) throws IOException {
        SmallModel.publish(another, 2);
        try (ConfigurableApplicationContext cloud = start(another)) {
            Path file = another.resolve("small/3.1.0/head.safetensors");
            byte[] tensors = Files.readAllBytes(file);
            Files.delete(file);

            assertProblem(
                    classify(new Http(cloud), "", image(12)),
                    404,
                    "unknown-model",
                    "The head of small 3.1.0 cannot be loaded here: send features to /complete instead.");

            Files.write(file, tensors);
            assertThat(classify(new Http(cloud), "", image(12)).status()).isEqualTo(200);
        }
    }

    @Test
    void itCanBeSwitchedOff() throws IOException {
        try (ConfigurableApplicationContext cloud = start(repository, "--sparsesplit.classification.enabled=false")) {
            assertThat(classify(new Http(cloud), "", image(12)).status()).isEqualTo(404);
        }
    }

    @Test
    void everyStatusIsDocumented() {
        assertThat(http.get("/v3/api-docs")
                        .json()
                        .path("paths")
                        .path("/classify")
                        .path("post")
                        .path("responses")
                        .propertyNames())
                .containsExactlyInAnyOrder("200", "400", "404", "406", "409", "413", "415", "422");
    }

    private static ConfigurableApplicationContext start(Path models, String... settings) {
        String[] all = Arrays.copyOf(settings, settings.length + 3);
        all[settings.length] = "--server.port=0";
        all[settings.length + 1] = "--sparsesplit.model.repository=" + models;
        all[settings.length + 2] = "--sparsesplit.model.name=" + SmallModel.NAME;
        return CloudApplication.start(all);
    }

    private static Reply classify(Http service, String query, byte[] image) {
        return service.post("/classify" + query, "image/png", image);
    }

    private static Classification classify(byte[] image) {
        float[] input = new ImageDecoder(head.manifest().preprocessing(), ImageDecoder.Limits.DEFAULT).decode(image);
        Continue onward = (Continue) head.head().decide(input, OptionalDouble.of(Head.NEVER));
        FeatureCodec codec = head.codecs().standard();
        return tail.tail().classify(codec.decode(codec.encode(onward.features())));
    }

    /** A stroke of some length. */
    private static byte[] image(int length) throws IOException {
        BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < length; y++) {
            image.getRaster().setSample(14, 8 + y, 0, 255);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private static void assertProblem(Reply reply, int status, String type, String detail) {
        assertThat(reply.problem()).isEqualTo(type);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.detail()).isEqualTo(detail);
    }
}
