package io.sparsesplit.model.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.model.pattern.Pattern.Recipe;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Published models hold seeds, not edges: were a generator to change, they could not be loaded any more. These digests,
 * SHA-256 over the sources of several patterns, must never change.
 */
class GoldenPatternTest {

    private static final List<Junction> JUNCTIONS = List.of(
            new Junction(800, 40, 2),
            new Junction(40, 40, 9),
            new Junction(12, 8, 6),
            new Junction(336, 140, 15),
            Junction.dense(40, 10));

    @ParameterizedTest
    @CsvSource({
        "dense, 8b179209edb4cd82df2a568ee1358d8356d8148b70028dded2a3c2873b29fc5d",
        "random, f6c3cc7a0f86b287155baf9d9e8e0f8e6dc45ba32a57e2ce84e6372270e7b416",
        "clash-free-1, b7ce5b393c30a84d2d9e3867f5acf6686c9682498f6aed267195a8ca866a524f",
        "clash-free-2, 16c27a3e8b9b0b34e03ebc2831352d3577903f6e412ea093e93a58f5484edc98",
        "clash-free-3, 5524378004e93703b87bdaf97a17040beffc3fc66e27bfb9b579135a0e5df979",
        "cyclic, bc4969ddf311f79024f992123da1063ca8ac232aaec5343d87ac1b230a5005a9"
    })
    void aGeneratorNeverChanges(String family, String digest) throws NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        for (Junction junction : JUNCTIONS) {
            if (junction.isDense() || !family.equals("dense")) {
                for (long seed : new long[] {0, 1, -1, Long.MAX_VALUE}) {
                    Pattern pattern = Pattern.generate(junction, new Recipe(PatternFamily.of(family), seed));
                    for (int source : pattern.sources()) {
                        sha256.update(ByteBuffer.allocate(Integer.BYTES)
                                .putInt(source)
                                .flip());
                    }
                }
            }
        }

        assertThat(HexFormat.of().formatHex(sha256.digest())).isEqualTo(digest);
    }
}
