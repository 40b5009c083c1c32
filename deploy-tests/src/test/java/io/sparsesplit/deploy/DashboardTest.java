package io.sparsesplit.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class DashboardTest {

    private static final JsonNode DASHBOARD = Repository.json("observability/dashboards/overview.json");

    static Stream<Named<JsonNode>> panels() {
        return DASHBOARD
                .path("panels")
                .valueStream()
                .map(panel -> Named.of(panel.path("title").asString(), panel));
    }

    @Test
    void choosesItsDatasourceByAVariable() {
        JsonNode variable = DASHBOARD.at("/templating/list/0");
        assertThat(variable.path("name").asString()).isEqualTo("datasource");
        assertThat(variable.path("type").asString()).isEqualTo("datasource");
        assertThat(variable.path("query").asString()).isEqualTo("prometheus");
    }

    @Test
    void numbersAndNamesEachPanelOnce() {
        assertThat(DASHBOARD
                        .path("panels")
                        .valueStream()
                        .map(panel -> panel.path("id").asInt()))
                .isNotEmpty()
                .doesNotHaveDuplicates();
        assertThat(panels().map(Named::getName)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("panels")
    void explainsItselfAndNamesItsUnit(JsonNode panel) {
        assertThat(panel.path("description").asString("")).endsWith(".");
        assertThat(panel.at("/fieldConfig/defaults/unit").asString("")).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("panels")
    void readsTheChosenDatasource(JsonNode panel) {
        assertThat(Stream.concat(Stream.of(panel), panel.path("targets").valueStream()))
                .hasSizeGreaterThan(1)
                .allSatisfy(reader -> assertThat(reader.path("datasource"))
                        .hasToString("{\"type\":\"prometheus\",\"uid\":\"${datasource}\"}"));
    }

    @ParameterizedTest
    @MethodSource("panels")
    void asksOnlyForMetersThatTheServicesHave(JsonNode panel) {
        assertThat(expressions(panel))
                .isNotEmpty()
                .allSatisfy(query -> assertThat(query.metrics()).isNotEmpty().isSubsetOf(Meter.allPrometheusNames()));
    }

    @ParameterizedTest
    @MethodSource("panels")
    void averagesOverTheRateIntervalThatFitsTheScrapes(JsonNode panel) {
        assertThat(expressions(panel).flatMap(query -> query.ranges().stream())).allMatch("$__rate_interval"::equals);
    }

    @ParameterizedTest
    @FieldSource("io.sparsesplit.deploy.Meter#ALL")
    void showsEveryMeter(Meter meter) {
        assertThat(panels().flatMap(panel -> expressions(panel.getPayload()))
                        .flatMap(query -> query.metrics().stream()))
                .containsAnyElementsOf(meter.prometheusNames());
    }

    private static Stream<PromQl> expressions(JsonNode panel) {
        return panel.path("targets")
                .valueStream()
                .map(target -> new PromQl(target.path("expr").asString()));
    }
}
