package io.sparsesplit.edge.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sparsesplit.edge.models.ServedModel;
import io.sparsesplit.model.artifact.EdgeModel;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.image.ImageDecoder;
import io.sparsesplit.model.image.ImageDecoder.Limits;
import io.sparsesplit.model.network.EarlyExit;
import io.sparsesplit.model.network.ExitScore;
import io.sparsesplit.service.SmallModel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShadowTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ServedModel model;

    ShadowTest(@TempDir Path repository) {
        SmallModel.publish(repository, 1);
        EdgeModel edge = new ModelRepository(repository).loadEdge(SmallModel.NAME, SmallModel.VERSION);
        model = new ServedModel(edge, new ImageDecoder(edge.manifest().preprocessing(), Limits.DEFAULT));
    }

    @Test
    void whatComesWhileItIsBusyIsDroppedAndKeepsNobodyWaiting() throws IOException {
        byte[] large = picture(1900);
        long decoding = System.nanoTime();
        model.decoder().decode(large);
        decoding = System.nanoTime() - decoding;
        try (Shadow shadow = shadow(2)) {
            long start = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                shadow.answered(large, answered("0"));
            }
            long nanos = System.nanoTime() - start;

            // Of 50 pictures not one was waited for.
            assertThat(nanos).isLessThan(25 * decoding);
            await().atMost(2, TimeUnit.MINUTES)
                    .until(() -> shadow.view().compared() + shadow.view().dropped() == 50);
            assertThat(shadow.view().dropped()).isGreaterThan(30);
            assertThat(shadow.view().answered()).isEqualTo(50);
            assertThat(counted("dropped")).isEqualTo((double) shadow.view().dropped());
        }
    }

    @Test
    void anImageThatItCannotReadIsAnErrorAndNoMore() throws IOException {
        try (Shadow shadow = shadow(16)) {
            shadow.answered(new byte[] {1, 2, 3}, answered("0"));
            shadow.answered(picture(28), answered("0"));

            await().until(() -> shadow.view().compared() == 1);
            assertThat(shadow.view().errors()).isEqualTo(1);
            assertThat(counted("error")).isEqualTo(1);
        }
    }

    @Test
    void agreementIsWithTheLabelThatWasAnswered() throws IOException {
        byte[] picture = picture(28);
        int best = model.head()
                .decide(model.decoder().decode(picture), EarlyExit::threshold)
                .exitScore()
                .classification()
                .classIndex();
        try (Shadow shadow = shadow(16)) {
            shadow.answered(picture, answered(Integer.toString(best)));
            shadow.answered(picture, answered(Integer.toString((best + 1) % 10)));

            await().until(() -> shadow.view().compared() == 2);
            assertThat(shadow.view().agreements()).isEqualTo(1);
        }
    }

    private Shadow shadow(int queue) {
        return new Shadow(model, model, 1, queue, new RolloutMetrics(meters));
    }

    private Observation answered(String label) {
        ExitScore exit =
                model.head().decide(new float[784], EarlyExit::threshold).exitScore();
        return new Observation(model, Outcome.EDGE, Integer.parseInt(label), exit, EarlyExit::threshold, 1_000_000);
    }

    private double counted(String outcome) {
        return meters.get("sparsesplit.rollout.requests")
                .tags("role", "shadow", "outcome", outcome)
                .counter()
                .count();
    }

    private static byte[] picture(int side) throws IOException {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = side / 8; y < 7 * side / 8; y++) {
            for (int x = side / 2; x < side / 2 + Math.max(1, side / 28); x++) {
                image.getRaster().setSample(x, y, 0, 255);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
