package io.sparsesplit.model.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    private static final Fingerprint ABC = Fingerprint.of("abc".getBytes(StandardCharsets.US_ASCII));

    @Test
    void aFingerprintIsTheSha256OfItsBytes() {
        // FIPS 180-2, appendix B.1
        assertThat(ABC).hasToString("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(ABC.toBytes()).hasSize(32).startsWith(0xba, 0x78);
    }

    @Test
    void fingerprintsOfEqualBytesAreEqual() {
        Fingerprint same = Fingerprint.of("abc".getBytes(StandardCharsets.US_ASCII));
        Fingerprint other = Fingerprint.of("abd".getBytes(StandardCharsets.US_ASCII));

        assertThat(ABC).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
    }

    @Test
    void itBeginsWithItsPrefixesOnly() {
        byte[] prefix = Arrays.copyOf(ABC.toBytes(), 8);

        assertThat(ABC.startsWith(prefix)).isTrue();
        assertThat(ABC.startsWith(ABC.toBytes())).isTrue();
        prefix[7] ^= 1;
        assertThat(ABC.startsWith(prefix)).isFalse();
        assertThat(ABC.startsWith(Arrays.copyOf(ABC.toBytes(), 33))).isFalse();
    }

    @Test
    void itsBytesAreACopy() {
        ABC.toBytes()[0] = 0;

        assertThat(ABC).asString().startsWith("ba7816bf");
    }
}
