package io.sparsesplit.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.CompletionFrame;
import io.sparsesplit.model.codec.FeatureCodec;
import io.sparsesplit.model.codec.Features;
import io.sparsesplit.model.codec.Frame;
import io.sparsesplit.model.network.Classification;
import io.sparsesplit.service.Http;
import io.sparsesplit.service.Http.Reply;
import io.sparsesplit.service.SmallModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

class CloudServiceTest {

    @TempDir
    private static Path repository;

    private static ConfigurableApplicationContext service;
    private static Http http;
    private static CloudModel model;

    @BeforeAll
    static void start() {
        SmallModel.publish(repository, 1);
        model = new ModelRepository(repository).loadCloud(SmallModel.NAME, SmallModel.VERSION);
        service = CloudApplication.start(
                "--server.port=0",
                "--sparsesplit.model.repository=" + repository,
                "--sparsesplit.model.name=" + SmallModel.NAME,
                "--sparsesplit.completion.max-frames=3",
                "--sparsesplit.completion.max-body=1KB");
        http = new Http(service);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void oneFrameIsCompletedAsJson() {
        float[] features = features(1);
        Classification expected = classify(features);

        Reply reply = complete(body(frame(features)));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.contentType()).isEqualTo("application/json");
        JsonNode answer = reply.json().path("answers").path(0);
        assertThat(answer.path("label").asString()).isEqualTo(Integer.toString(expected.classIndex()));
        assertThat(answer.path("classIndex").asInt()).isEqualTo(expected.classIndex());
        assertThat(answer.path("confidence").floatValue()).isEqualTo(expected.probability());
        assertThat(answer.path("probabilities").size()).isEqualTo(10);
        assertThat(answer.path("model").path("fingerprint").asString())
                .isEqualTo(model.fingerprint().toString());
    }

    @Test
    void severalFramesAreCompletedInOrderAsCompactAnswers() {
        Reply reply = complete(
                body(frame(features(1)), frame(features(2)), frame(features(3))), "Accept", CompletionFrame.MEDIA_TYPE);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.contentType()).isEqualTo(CompletionFrame.MEDIA_TYPE);
        assertThat(reply.bytes()).hasSize(3 * 26);
        byte[] fingerprint = model.fingerprint().toBytes();
        List<CompletionFrame> answers =
                CompletionFrame.readAll(reply.bytes(), List.of(fingerprint, fingerprint, fingerprint));
        for (int i = 0; i < 3; i++) {
            assertThat(answers.get(i).probabilities())
                    .containsExactly(classify(features(i + 1)).probabilities(), within(1.5f / 65535));
        }
    }

    @Test
    void aCompactAnswerHasTheLabelAndTheConfidenceOfTheJsonAnswer() {
        for (int seed = 1; seed < 50; seed++) {
            byte[] body = body(frame(features(seed)));
            JsonNode json = complete(body).json().path("answers").path(0);

            byte[] compact =
                    complete(body, "Accept", CompletionFrame.MEDIA_TYPE).bytes();

            Classification read = Classification.ofProbabilities(
                    CompletionFrame.readAll(compact, List.of(model.fingerprint().toBytes()))
                            .get(0)
                            .probabilities());
            assertThat(read.classIndex()).isEqualTo(json.path("classIndex").asInt());
            assertThat(read.probability()).isCloseTo(json.path("confidence").floatValue(), within(0.51f / 65535));
        }
    }

    @ParameterizedTest
    @EnumSource(names = "ENTROPY", mode = EnumSource.Mode.EXCLUDE)
    void everyCodecThatTheModelOffersIsRead(Codec kind) {
        FeatureCodec codec = model.codecs().of(kind).orElseThrow();
        Features features = new Features(features(5), 0);
        byte[] payload = codec.encode(features);

        JsonNode answer = complete(body(new Frame(kind, model.fingerprint().toBytes(), payload)))
                .json()
                .path("answers")
                .path(0);

        assertThat(answer.path("confidence").floatValue())
                .isEqualTo(model.tail().classify(codec.decode(payload)).probability());
    }

    @Test
    void aDamagedFrameIsRefusedWithItsOffset() {
        byte[] damaged = body(frame(features(1)), frame(features(1)));
        damaged[50] ^= 1;

        Reply reply = complete(damaged);

        assertProblem(
                reply,
                400,
                "malformed-frame",
                "The features cannot be read: the frame is damaged, or of another model whose fingerprint begins alike:"
                        + " its checksum does not fit (at byte 36).");
        assertThat(reply.json().path("offset").asInt()).isEqualTo(36);
    }

    @Test
    void aBodyCutBetweenItsFramesIsRefused() {
        byte[] cut = Arrays.copyOf(body(frame(features(1)), frame(features(1))), 36);

        assertProblem(
                complete(cut),
                400,
                "malformed-frame",
                "The features cannot be read: a frame has at least 7 bytes, but 0 are left (at byte 36).");
    }

    @Test
    void aFrameOfAnotherModelWithALikeFingerprintIsRefused() {
        byte[] fingerprint = model.fingerprint().toBytes();
        fingerprint[31] ^= 1;

        assertProblem(
                complete(body(new Frame(Codec.UINT8, fingerprint, new byte[28]))),
                400,
                "malformed-frame",
                "The features cannot be read: the frame is damaged, or of another model whose fingerprint begins alike:"
                        + " its checksum does not fit (at byte 0).");
    }

    @Test
    void anEmptyBodyIsRefused() {
        assertProblem(
                complete(new byte[0]),
                400,
                "empty-body",
                "The body is empty: send one, for example with curl --data-binary @FILE.");
    }

    @Test
    void tooManyFramesAreRefused() {
        Frame frame = frame(features(1));

        assertProblem(
                complete(body(frame, frame, frame, frame)),
                400,
                "malformed-frame",
                "The features cannot be read: the body has more than 3 frames (at byte 108).");
    }

    @Test
    void aBodyThatIsTooLongIsRefused() {
        assertProblem(
                complete(new byte[1025]),
                413,
                "too-large",
                "The body has more than the 1024 bytes allowed: send a smaller one.");
    }

    @Test
    void anUnknownFingerprintIsRefusedWithWhatIsHeld() {
        Reply reply = complete(body(new Frame(Codec.UINT8, new byte[32], new byte[28])));

        assertProblem(
                reply,
                409,
                "unknown-fingerprint",
                "No model is held whose fingerprint begins with 0000: use one of those in 'held' on both sides.");
        assertThat(reply.json().path("held").path(0).path("name").asString()).isEqualTo(SmallModel.NAME);
        assertThat(reply.json().path("held").path(0).path("version").asString()).isEqualTo("3.1.0");
    }

    @Test
    void aCodecThatTheModelDoesNotOfferIsRefused() {
        byte[] frame = new Frame(Codec.ENTROPY, model.fingerprint().toBytes(), new byte[112]).toBytes();

        assertProblem(
                complete(frame),
                400,
                "malformed-frame",
                "The features are encoded as entropy, which the model does not offer: send them as one of float32, uint8,"
                        + " packed, run-length, deflate.");
    }

    @Test
    void aPayloadOfAnotherLengthIsRefused() {
        byte[] frame = new Frame(Codec.UINT8, model.fingerprint().toBytes(), new byte[27]).toBytes();

        assertProblem(
                complete(frame),
                400,
                "malformed-frame",
                "The features cannot be read: the uint8 payload has 27 bytes instead of 28 (at byte 0).");
    }

    @Test
    void anotherContentTypeIsRefused() {
        assertProblem(
                http.post("/complete", "application/json", new byte[1]),
                415,
                "unsupported-content-type",
                "Content-Type is application/json, but application/vnd.sparsesplit.features is read here."
                        + " With curl, add -H 'Content-Type: application/vnd.sparsesplit.features'.");
    }

    @Test
    void anotherAnswerThanThereIsCannotBeHad() {
        assertProblem(
                complete(body(frame(features(1))), "Accept", "text/html"),
                406,
                "not-acceptable",
                "The answer is given as application/json, application/vnd.sparsesplit.completions:"
                        + " change the Accept header.");
    }

    @Test
    void anotherMethodIsRefused() {
        Reply reply = http.get("/complete");

        assertProblem(reply, 405, "method-not-allowed", "GET is not possible here: use POST.");
        assertThat(reply.response().headers().firstValue("Allow")).hasValue("POST");
    }

    @Test
    void anUnknownPathIsRefused() {
        assertProblem(
                http.get("/nowhere"),
                404,
                "not-found",
                "There is nothing at /nowhere: /swagger-ui.html shows what there is.");
    }

    @Test
    void metricsEqualWhatWasSent() {
        double completions = http.metric("sparsesplit_completions_total");
        double frames = http.metric("sparsesplit_frames_total");
        double tails = http.metric("sparsesplit_tail_seconds_count{model=\"small\",version=\"3.1.0\"}");
        double received = http.metric("sparsesplit_bytes_body_total{direction=\"received\"}");
        double sent = http.metric("sparsesplit_bytes_body_total{direction=\"sent\"}");
        double malformed = http.metric("sparsesplit_frames_rejected_total{reason=\"malformed\"}");
        byte[] two = body(frame(features(1)), frame(features(2)));

        complete(two, "Accept", CompletionFrame.MEDIA_TYPE);
        complete(new byte[] {9});

        assertThat(http.metric("sparsesplit_completions_total")).isEqualTo(completions + 1);
        assertThat(http.metric("sparsesplit_frames_total")).isEqualTo(frames + 2);
        assertThat(http.metric("sparsesplit_tail_seconds_count{model=\"small\",version=\"3.1.0\"}"))
                .isEqualTo(tails + 2);
        assertThat(http.metric("sparsesplit_bytes_body_total{direction=\"received\"}"))
                .isEqualTo(received + two.length);
        assertThat(http.metric("sparsesplit_bytes_body_total{direction=\"sent\"}"))
                .isEqualTo(sent + 2.0 * CompletionFrame.length(10));
        assertThat(http.metric("sparsesplit_frames_rejected_total{reason=\"malformed\"}"))
                .isEqualTo(malformed + 1);
    }

    @Test
    void theSummaryNamesTheModelsHeld() {
        JsonNode summary = http.get("/actuator/inference").json();

        assertThat(summary.path("models").path(0).path("fingerprint").asString())
                .isEqualTo(model.fingerprint().toString());
        assertThat(summary.path("rejected").has("unknown-fingerprint")).isTrue();
        assertThat(summary.path("tailMs").path("small 3.1.0").has("p99")).isTrue();
    }

    @Test
    void probesReportThatItIsReady() {
        assertThat(http.get("/actuator/health/readiness").json().path("status").asString())
                .isEqualTo("UP");
        assertThat(http.get("/actuator/health/liveness").json().path("status").asString())
                .isEqualTo("UP");
    }

    @Test
    void everyStatusIsDocumented() {
        JsonNode operation =
                http.get("/v3/api-docs").json().path("paths").path("/complete").path("post");

        assertThat(operation.path("requestBody").path("content").has(Frame.MEDIA_TYPE))
                .isTrue();
        assertThat(operation.path("responses").propertyNames())
                .containsExactlyInAnyOrder("200", "400", "406", "409", "413", "415");
        assertThat(operation
                        .path("responses")
                        .path("409")
                        .path("content")
                        .path("application/problem+json")
                        .path("schema")
                        .path("$ref")
                        .asString())
                .isEqualTo("#/components/schemas/Problem");
        assertThat(http.get("/swagger-ui/index.html").status()).isEqualTo(200);
    }

    private static Reply complete(byte[] body, String... headers) {
        return http.post("/complete", Frame.MEDIA_TYPE, body, headers);
    }

    private static float[] features(int seed) {
        float[] features = new float[28];
        for (int i = 0; i < features.length; i++) {
            features[i] = (i * seed) % 9;
        }
        return features;
    }

    private static Classification classify(float[] features) {
        FeatureCodec codec = model.codecs().standard();
        return model.tail().classify(codec.decode(codec.encode(new Features(features, 0))));
    }

    private static Frame frame(float[] features) {
        return new Frame(
                Codec.UINT8,
                model.fingerprint().toBytes(),
                model.codecs().standard().encode(new Features(features, 0)));
    }

    private static byte[] body(Frame... frames) {
        return Frame.toBytes(List.of(frames));
    }

    private static void assertProblem(Reply reply, int status, String type, String detail) {
        assertThat(reply.problem()).isEqualTo(type);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("status").asInt()).isEqualTo(status);
        assertThat(reply.detail()).isEqualTo(detail);
        assertThat(reply.text()).doesNotContain("Exception", "\tat ");
    }
}
