package io.sparsesplit.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.artifact.CloudModel;
import io.sparsesplit.model.artifact.ModelRepository;
import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.Frame;
import io.sparsesplit.model.codec.MalformedFrameException;
import io.sparsesplit.model.codec.SealedFrame;
import io.sparsesplit.service.SmallModel;
import io.sparsesplit.service.catalog.LoadedVersions;
import io.sparsesplit.service.problem.ProblemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two models whose fingerprints begin alike are told apart by the checksums of their frames. */
class LoadedModelsTest {

    private final CloudModel one;
    private final CloudModel other;
    private final LoadedModels loaded;

    LoadedModelsTest(@TempDir Path ones, @TempDir Path others) {
        SmallModel.publish(ones, 1);
        one = load(ones);
        SmallModel.publishAlike(others, 2, Arrays.copyOf(one.fingerprint().toBytes(), Frame.PREFIX_BYTES));
        other = load(others);
        loaded = new LoadedModels(new LoadedVersions<>(List.of(one, other)));
    }

    @Test
    void eachFrameFindsItsModel() {
        assertThat(other.fingerprint().startsWith(frame(one, 28).prefix())).isTrue();
        assertThat(other.fingerprint()).isNotEqualTo(one.fingerprint());
        for (int length = 0; length < 100; length++) {
            assertThat(loaded.of(frame(one, length))).isSameAs(one);
            assertThat(loaded.of(frame(other, length))).isSameAs(other);
        }
    }

    @Test
    void aFrameThatFitsNoneIsOpenedByNone() {
        byte[] body = new Frame(Codec.UINT8, one.fingerprint().toBytes(), new byte[28]).toBytes();
        body[10] ^= 4;
        SealedFrame damaged = SealedFrame.readAll(body, 1).get(0);
        CloudModel model = loaded.of(damaged);

        assertThatThrownBy(() -> damaged.open(model.fingerprint().toBytes()))
                .isInstanceOf(MalformedFrameException.class);
    }

    @Test
    void aFingerprintThatNoneBeginsWithIsNamed() {
        byte[] fingerprint = one.fingerprint().toBytes();
        fingerprint[0] = 0x0A;
        fingerprint[1] = (byte) 0xBC;
        SealedFrame unknown = SealedFrame.readAll(new Frame(Codec.UINT8, fingerprint, new byte[28]).toBytes(), 1)
                .get(0);

        assertThatThrownBy(() -> loaded.of(unknown))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("begins with 0abc");
    }

    private static SealedFrame frame(CloudModel model, int length) {
        return SealedFrame.readAll(new Frame(Codec.UINT8, model.fingerprint().toBytes(), new byte[length]).toBytes(), 1)
                .get(0);
    }

    private static CloudModel load(Path repository) {
        return new ModelRepository(repository).loadCloud(SmallModel.NAME, SmallModel.VERSION);
    }
}
