package io.sparsesplit.model.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsesplit.model.pattern.Pattern.Recipe;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalTest {

    private static final int SIDE = 20;
    private static final int PIXELS = SIDE * SIDE;

    /** Fields of 10, 20, 40 and 130 pixels. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 13})
    void fieldsAreCompact(int outDegree) {
        Junction junction = new Junction(PIXELS, 40, outDegree);
        double local = distance(generate(PatternFamily.LOCAL, junction, 1, Grid.of(PIXELS)));
        double random = distance(generate(PatternFamily.RANDOM, junction, 1, Grid.of(PIXELS)));

        // Pixels of a disc of area A lie 0.51 sqrt(A) from one another on average; strips are a little longer than
        // that.
        assertThat(local).isLessThan(0.7 * Math.sqrt(junction.inDegree())).isLessThan(0.75 * random);
    }

    @Test
    void smallFieldsAreMuchMoreCompactThanRandomOnes() {
        Junction junction = new Junction(PIXELS, 40, 2);
        assertThat(distance(generate(PatternFamily.LOCAL, junction, 1, Grid.of(PIXELS))))
                .isLessThan(0.35 * distance(generate(PatternFamily.RANDOM, junction, 1, Grid.of(PIXELS))));
    }

    @Test
    void fieldsOfTheSameOutDegreeLieElsewhereForEverySeed() {
        Junction junction = new Junction(PIXELS, 40, 2);
        assertThat(generate(PatternFamily.LOCAL, junction, 1, Grid.of(PIXELS)).sources())
                .isEqualTo(generate(PatternFamily.LOCAL, junction, 1, Grid.of(PIXELS))
                        .sources())
                .isNotEqualTo(generate(PatternFamily.LOCAL, junction, 2, Grid.of(PIXELS))
                        .sources());
    }

    /** As in colour pictures. */
    @Test
    void threeInputsMayLieAtOnePlace() {
        int side = 8;
        int pixels = side * side;
        double[] x = new double[3 * pixels];
        double[] y = new double[3 * pixels];
        for (int i = 0; i < x.length; i++) {
            x[i] = i % side;
            y[i] = Math.floorDiv(i % pixels, side);
        }
        Junction junction = new Junction(3 * pixels, 32, 4);
        Pattern pattern = generate(PatternFamily.LOCAL, junction, 3, Optional.of(new Positions(x, y)));

        double sum = 0;
        for (int o = 0; o < junction.outputs(); o++) {
            int[] field = Arrays.copyOfRange(pattern.sources(), o * junction.inDegree(), (o + 1) * junction.inDegree());
            assertThat(field).doesNotHaveDuplicates();
            sum += Arrays.stream(field).map(input -> input % pixels).distinct().count();
        }
        // A field of 24 inputs has the channels of about 8 pixels, not 24 pixels of one channel.
        assertThat(sum / junction.outputs()).isLessThan(16);
    }

    /** As in {@link GoldenPatternTest}: published models hold seeds, so these digests must never change. */
    @Test
    void theGeneratorNeverChanges() throws NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        for (Junction junction : List.of(
                new Junction(PIXELS, 40, 2),
                new Junction(200, 60, 6),
                new Junction(336, 140, 15),
                new Junction(12, 8, 6),
                new Junction(784, 40, 5))) {
            for (long seed : new long[] {0, 1, -1, Long.MAX_VALUE}) {
                Pattern pattern = generate(PatternFamily.LOCAL, junction, seed, Grid.of(junction.inputs()));
                for (int source : pattern.sources()) {
                    sha256.update(
                            ByteBuffer.allocate(Integer.BYTES).putInt(source).flip());
                }
            }
        }

        assertThat(HexFormat.of().formatHex(sha256.digest()))
                .isEqualTo("d452fd37ee9604f4dec602fae1f0cb22f6de81902e6867de35829fca539f8558");
    }

    @Test
    void withoutPositionsThereIsNoLocalPattern() {
        assertThatThrownBy(() -> generate(PatternFamily.LOCAL, new Junction(40, 40, 9), 1, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a local pattern needs to know where its inputs lie: it fits the first junction alone");
    }

    @Test
    void everyInputNeedsItsPlace() {
        assertThatThrownBy(() -> generate(PatternFamily.LOCAL, new Junction(40, 40, 9), 1, Grid.of(39)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("39 positions given for a junction with 40 inputs");
    }

    private static Pattern generate(PatternFamily family, Junction junction, long seed, Optional<Positions> positions) {
        return Pattern.generate(junction, new Recipe(family, seed), positions);
    }

    /** Mean distance of two pixels of a field, in pixels. */
    private static double distance(Pattern pattern) {
        int inDegree = pattern.junction().inDegree();
        double sum = 0;
        for (int o = 0; o < pattern.junction().outputs(); o++) {
            for (int a = 1; a < inDegree; a++) {
                for (int b = 0; b < a; b++) {
                    int one = pattern.source(o, a);
                    int other = pattern.source(o, b);
                    sum += Math.hypot(one % SIDE - other % SIDE, Math.floorDiv(one, SIDE) - Math.floorDiv(other, SIDE));
                }
            }
        }
        return sum / (pattern.junction().outputs() * inDegree * (inDegree - 1) / 2.0);
    }
}
