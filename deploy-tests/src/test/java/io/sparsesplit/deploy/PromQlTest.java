package io.sparsesplit.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromQlTest {

    @Test
    void findsTheMetricsAmongFunctionsLabelsAndOperators() {
        PromQl query = new PromQl(
                "1 - (sum by (le, exit) (rate(a_total{exit=\"edge\"}[$__rate_interval])) or vector(0)) / ignoring (state) b");

        assertThat(query.metrics()).containsExactly("a_total", "b");
    }

    @Test
    void findsEverySelector() {
        assertThat(new PromQl("a{b=\"c\",d=~\"e|f\"} / on (b) sum by (b) (g{})").selectors())
                .containsExactly("b=\"c\",d=~\"e|f\"", "");
    }

    @Test
    void findsEveryRange() {
        assertThat(new PromQl("rate(a[5m]) / rate(b[$__rate_interval])").ranges())
                .containsExactly("5m", "$__rate_interval");
    }
}
