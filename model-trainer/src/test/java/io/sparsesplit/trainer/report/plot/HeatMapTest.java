package io.sparsesplit.trainer.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeatMapTest {

    @Test
    void eachCountThatIsNotZeroHasACellThatSaysWhatItIs() {
        String svg = new HeatMap(List.of("ok", "bad"), (truth, answer) -> truth == answer ? 8 : truth == 1 ? 2 : 0)
                .svg("two classes");
        assertThat(svg)
                .contains(
                        "aria-label=\"two classes\"",
                        "<title>8 of 8 images of ok answered as ok</title>",
                        "<title>2 of 10 images of bad answered as ok</title>",
                        "<title>8 of 10 images of bad answered as bad</title>")
                .doesNotContain("images of ok answered as bad", "oversize");
    }

    @Test
    void manyClassesAreWiderThanThePage() {
        assertThat(new HeatMap(Collections.nCopies(80, "a class"), (truth, answer) -> 1).svg("many"))
                .contains("class=\"plot oversize\"");
    }

    @Test
    void longNamesAreCutAndWrittenSafely() {
        assertThat(new HeatMap(List.of("<b> a name that is far too long for a row"), (truth, answer) -> 1).svg("one"))
                .contains(">&lt;b> a name that is far …</text>");
    }
}
