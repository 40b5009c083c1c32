package io.sparsesplit.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsesplit.edge.FaultProxy.Fault;
import io.sparsesplit.service.Http;
import io.sparsesplit.service.SmallModel;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Whatever way an image took, its answer alone is enough to decide again. */
@ExtendWith(ServicePair.Shared.class)
class ExplanationTest {

    private static final String[] WISHES = {
        "?policy=auto",
        "?policy=auto&minConfidence=0",
        "?policy=auto&minConfidence=0.7",
        "?policy=auto&minConfidence=1",
        "?policy=local-only",
        "?policy=local-only&minConfidence=0.99",
        "?policy=split",
        "?policy=split&codec=float32&minConfidence=0.2",
        "?policy=remote-only",
        "?policy=remote-only&minConfidence=0.5&deadlineMs=400",
    };

    private final ServicePair pair;

    ExplanationTest(ServicePair pair) {
        this.pair = pair;
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"NONE", "ERROR_500", "GARBAGE", "DAMAGED", "RESET"})
    void everyAnswerAgreesWithItself(Fault fault) {
        pair.infer(Pictures.png(1), "?policy=split");
        pair.proxy.set(fault);
        Set<String> reasons = new TreeSet<>();
        for (int seed = 0; seed < 8; seed++) {
            for (String wish : WISHES) {
                JsonNode answer = pair.infer(Pictures.png(seed), wish).json();

                Recomputed.assertAgrees(answer);
                reasons.add(answer.path("reason").asString());
            }
        }
        assertThat(reasons)
                .contains("confident", "policy-local-only", fault == Fault.NONE ? "cloud-answered" : "breaker-open");
    }

    @Test
    void anAnswerTellsWhatItsExitWasHeldAgainst() {
        JsonNode answer = pair.infer(Pictures.png(1), "?minConfidence=0.01").json();

        JsonNode decision = answer.path("decision");
        assertThat(decision.path("policy").asString()).isEqualTo("auto");
        assertThat(decision.path("thresholdBy").asString()).isEqualTo("request");
        assertThat(decision.path("minConfidence").asDouble()).isEqualTo(0.01);
        assertThat(decision.path("firedAfterLayer").asInt()).isEqualTo(1);
        assertThat(decision.path("cloud").isNull()).isTrue();
        assertThat(decision.path("controller").isNull()).isTrue();
        JsonNode asked = decision.path("asked").path(0);
        assertThat(asked.path("afterLayer").asInt()).isEqualTo(1);
        assertThat(asked.path("temperature").asDouble()).isEqualTo(1);
        assertThat(asked.path("modelThreshold").asDouble()).isEqualTo(0.5);
        assertThat(asked.path("threshold").asDouble()).isEqualTo(0.01);
        assertThat(asked.path("value")).isEqualTo(answer.path("criterionValue"));
    }

    @Test
    void everyExitThatWasAskedIsToldOfInItsOrder(@TempDir Path repository) {
        SmallModel.publishWithTwoExits(repository, 1);
        try (ConfigurableApplicationContext edge = pair.edge("sparsesplit.model.repository=" + repository)) {
            Http http = new Http(edge);
            Set<String> ways = new TreeSet<>();
            for (int seed = 0; seed < 40; seed++) {
                JsonNode answer = http.post("/infer?policy=local-only", "image/png", Pictures.png(seed))
                        .json();

                Recomputed.assertAgrees(answer);
                JsonNode decision = answer.path("decision");
                assertThat(decision.path("exits").asInt()).isEqualTo(2);
                ways.add("%d asked, fired after %s"
                        .formatted(decision.path("asked").size(), decision.path("firedAfterLayer")));
            }
            assertThat(ways)
                    .containsExactly("1 asked, fired after 1", "2 asked, fired after 2", "2 asked, fired after null");
        }
    }
}
